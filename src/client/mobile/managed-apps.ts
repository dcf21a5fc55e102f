// Settings that an MDM gives to the mail apps of phones. Keys of Outlook: learn.microsoft.com, "Deploying Outlook for iOS and Android app
// configuration settings"; of Gmail: Android Enterprise help, answer 7065453, for Exchange accounts only.

import { plistText } from '../apple/plist-text.ts';

/** What Intune puts in for each person. Other MDMs have words of their own: the table of addresses is for them. */
const TOKENS = { address: '{{mail}}', name: '{{userprincipalname}}' };

const OUTLOOK = {
  'com.microsoft.outlook.EmailProfile.AccountType': 'ModernAuth',
  'com.microsoft.outlook.EmailProfile.EmailAddress': TOKENS.address,
  'com.microsoft.outlook.EmailProfile.EmailUPN': TOKENS.name,
};

/** For an app configuration policy of managed iOS devices: Intune takes the dictionary alone. */
export async function outlookForIos(): Promise<string> {
  const whole = await plistText(OUTLOOK);
  return `${whole.slice(whole.indexOf('<dict>'), whole.lastIndexOf('</plist>')).trimEnd()}\n`;
}

export function outlookForAndroid(): string {
  return managed('com.microsoft.office.outlook', OUTLOOK);
}

export function gmailForAndroid(): string {
  return managed('com.google.android.gm', {
    email_address: TOKENS.address,
    exchange_username: TOKENS.name,
    exchange_host: 'outlook.office365.com',
    exchange_ssl_required: true,
    exchange_trust_all_certificates: false,
  });
}

/** As the managed configurations of Android Enterprise are written down. */
function managed(app: string, values: Readonly<Record<string, string | boolean>>): string {
  const managedProperty = Object.entries(values).map(([key, value]) =>
    typeof value === 'boolean' ? { key, valueBool: value } : { key, valueString: value },
  );
  const whole = { kind: 'androidenterprise#managedConfiguration', productId: `app:${app}`, managedProperty };
  return `${JSON.stringify(whole, undefined, 2)}\n`;
}
