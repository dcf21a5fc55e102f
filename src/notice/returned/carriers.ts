// Carriers of Japan say "unknown user" also where the subscriber takes no mail from our domain, so that senders of spam learn nothing:
// from them it proves nothing. (Help pages of docomo, au and SoftBank on reception settings; of providers on error mail.)

const CARRIER =
  /@(?:[a-z0-9-]+\.)?(?:docomo|ezweb|softbank|vodafone|disney|pdx|willcom|wcm|ymobile|y-mobile)\.[a-z.]+$|@(?:au\.com|uqmobile\.jp)$/;

/** `address`: lower case. */
export function isOfCarrier(address: string): boolean {
  return CARRIER.test(address);
}
