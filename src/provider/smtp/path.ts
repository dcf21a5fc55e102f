// An address as MAIL and RCPT want it (RFC 5321, 4.1.2).

const DOT_STRING = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;

/** Carriers of Japan gave out local parts that must stand in quotes: `"a..b."@docomo.ne.jp`. */
export function smtpPath(address: string): string {
  const at = address.lastIndexOf('@');
  const local = address.slice(0, at);
  if (DOT_STRING.test(local)) return address;
  return `"${local.replace(/["\\]/g, '\\$&')}"${address.slice(at)}`;
}
