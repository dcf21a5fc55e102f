// S/MIME (RFC 8551): a finished message becomes the signed part of another one, with a detached signature beside it. One rule: only what
// the address in the certificate sends is signed, since any other signature would be shown as a forgery.

import { constants, createPrivateKey, privateEncrypt } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import forge from 'node-forge';
import type { OutgoingLetter } from '../model/letter.ts';
import type { MessageSigner } from './compose-message.ts';

export interface SmimeIdentity {
  readonly key: KeyObject;
  /** The certificate of the key first, then its chain. */
  readonly certificates: readonly forge.pki.Certificate[];
  /** Mail addresses in the certificate, lower case. */
  readonly addresses: readonly string[];
}

/** Reads a PKCS#12 file. undefined where the password is wrong, or the file holds no certificate with its RSA key. */
export function smimeIdentity(file: Buffer, password: string): SmimeIdentity | undefined {
  try {
    const store = forge.pkcs12.pkcs12FromAsn1(forge.asn1.fromDer(file.toString('latin1')), password);
    const bags = (type: string) => store.getBags({ bagType: type })[type] ?? [];
    const { pkcs8ShroudedKeyBag, keyBag, certBag } = forge.pki.oids;
    const key = [...bags(pkcs8ShroudedKeyBag ?? ''), ...bags(keyBag ?? '')].find((bag) => bag.key != null)?.key;
    const certificates = bags(certBag ?? '').flatMap(({ cert }) => cert ?? []);
    const own = certificates.find((certificate) => isOf(certificate, key));
    if (key == null || own === undefined) return undefined;
    return {
      key: createPrivateKey(forge.pki.privateKeyToPem(key)),
      certificates: [own, ...certificates.filter((one) => one !== own)],
      addresses: addressesIn(own),
    };
  } catch {
    return undefined;
  }
}

function isOf({ publicKey }: forge.pki.Certificate, key: forge.pki.PrivateKey | null | undefined): boolean {
  if (key == null || !('n' in publicKey) || !('n' in key)) return false;
  return publicKey.n.compareTo(key.n) === 0;
}

/** In the name of the subject, and among its alternative names. */
function addressesIn(certificate: forge.pki.Certificate): readonly string[] {
  const field: unknown = certificate.subject.getField('E');
  const extension: unknown = certificate.getExtension('subjectAltName');
  const names: unknown = isRecord(extension) ? extension['altNames'] : undefined;
  // 1: rfc822Name (RFC 5280, 4.2.1.6).
  const mail = (Array.isArray(names) ? names : []).flatMap((name: unknown) =>
    isRecord(name) && name['type'] === 1 ? [name['value']] : [],
  );
  const all = [isRecord(field) ? field['value'] : undefined, ...mail];
  return [...new Set(all.filter((value) => typeof value === 'string').map((value) => value.toLowerCase()))];
}

/** Leaves as they are: what another address sends, and what goes to domains whose programs show a signature as trouble. */
export function smimeSigner(identity: SmimeIdentity, skipDomains: readonly string[]): MessageSigner {
  return (message, letter) =>
    Promise.resolve(isSigned(letter, identity, skipDomains) ? signed(message, letter, identity) : message);
}

function isSigned({ from, to }: OutgoingLetter, { addresses }: SmimeIdentity, skipDomains: readonly string[]): boolean {
  const domain = to.address.slice(to.address.lastIndexOf('@') + 1);
  return addresses.includes(from.address) && !skipDomains.some((one) => domain === one || domain.endsWith(`.${one}`));
}

const CRLF = '\r\n';
const SIGNATURE_LINE = 76;

function signed(message: Buffer, { noticeId }: OutgoingLetter, identity: SmimeIdentity): Buffer {
  const text = message.toString('latin1');
  const end = text.indexOf(CRLF + CRLF);
  const headers = text.slice(0, end).split(/\r\n(?![ \t])/);
  const isOfPart = (header: string): boolean => /^content-(?:type|transfer-encoding):/i.test(header);
  const part = [...headers.filter(isOfPart), '', text.slice(end + 2 * CRLF.length)].join(CRLF);
  const date = headers.find((header) => /^date:/i.test(header))?.slice('date:'.length) ?? '';
  const signature = signatureOf(part, new Date(date), { identity, isDetached: true }).toString('base64');
  const boundary = `----_signed-${noticeId}`;
  const outer = [
    ...headers.filter((header) => !isOfPart(header)),
    'Content-Type: multipart/signed; protocol="application/pkcs7-signature";',
    ` micalg=sha-256; boundary="${boundary}"`,
  ];
  const attachment = [
    'Content-Type: application/pkcs7-signature; name="smime.p7s"',
    'Content-Transfer-Encoding: base64',
    'Content-Disposition: attachment; filename="smime.p7s"',
    '',
    ...(signature.match(new RegExp(`.{1,${SIGNATURE_LINE}}`, 'g')) ?? []),
  ];
  const lines = [...outer, '', `--${boundary}`, part, `--${boundary}`, ...attachment, `--${boundary}--`, ''];
  return Buffer.from(lines.join(CRLF), 'latin1');
}

/** What gives a file back inside its signature (DER), as profiles for Apple devices are signed. The time is a fixed one, so that the same file always gives the same bytes. */
export function attachedSigner(identity: SmimeIdentity, at: Date): (file: Uint8Array) => Uint8Array {
  return (file) => signatureOf(Buffer.from(file).toString('latin1'), at, { identity, isDetached: false });
}

/** DER. The time is that of the message, so that the same message always gets the same signature. */
function signatureOf(
  part: string,
  at: Date,
  { identity: { key, certificates }, isDetached }: { identity: SmimeIdentity; isDetached: boolean },
): Buffer {
  const [own] = certificates;
  if (own === undefined) throw new Error('an identity without a certificate was to sign');
  const { sha256, contentType, data, messageDigest, signingTime } = forge.pki.oids;
  const signing = forge.pkcs7.createSignedData();
  signing.content = forge.util.createBuffer(part);
  for (const certificate of certificates) signing.addCertificate(certificate);
  signing.addSigner({
    key: keyOf(key),
    certificate: own,
    digestAlgorithm: sha256 ?? '',
    authenticatedAttributes: [
      { type: contentType ?? '', value: data ?? '' },
      { type: messageDigest ?? '' },
      // The types know a text only; what is written is a date.
      { type: signingTime ?? '', value: at as unknown as string },
    ],
  });
  signing.sign({ detached: isDetached });
  return Buffer.from(forge.asn1.toDer(signing.toAsn1()).getBytes(), 'latin1');
}

/** RFC 8017, 9.2: what stands before a SHA-256 digest. */
const SHA256_PREFIX = Buffer.from('3031300d060960864801650304020105000420', 'hex');

/** node's own RSA: forge's takes a fifth of a second for each message, in which nothing else happens. */
function keyOf(key: KeyObject): forge.pki.rsa.PrivateKey {
  const sign = (digest: forge.md.MessageDigest): string => {
    const encoded = Buffer.concat([SHA256_PREFIX, Buffer.from(digest.digest().getBytes(), 'latin1')]);
    return privateEncrypt({ key, padding: constants.RSA_PKCS1_PADDING }, encoded).toString('latin1');
  };
  return { sign } as unknown as forge.pki.rsa.PrivateKey;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
