// READ-ME.txt of the kit for Apple devices: for the administrator.

import type { KitCompany } from '../kit.ts';

export function appleReadMe(company: KitCompany, published: number): string {
  const { newDomain, jobId, provider } = company;
  const head = `iPhone, iPad and Mac: mail at ${newDomain} (migration ${jobId})\n\n`;
  if (provider === 'google-workspace') {
    return `${head}There are no profiles for Google Workspace: Apple takes an account that signs in at Google from an MDM only
(com.apple.google-oauth), never from a file. The hand-out tells each person how to add the account in the settings.
`;
  }
  return `${head}${WHAT[provider]}
A profile holds no password. It is known by its identifier (${company.clients.apple.identifier}.<name>): installed again, it
replaces the one before. ${SIGNED[company.signProfile === undefined ? 'no' : 'yes']}

${published === 0 ? NOT_PUBLISHED : publish(company, published)}`;
}

const WHAT = {
  'imap-host': 'Each profile sets up the account in Mail on iPhone, iPad and Mac (com.apple.mail.managed).\n',
  'microsoft-365': `Each profile sets up the account on iPhone and iPad (com.apple.eas.account, sign-in by OAuth).
Mail on a Mac cannot be set up by such a profile; the hand-out tells how to add the account there.\n`,
};

const SIGNED = {
  yes: 'The profiles are signed.',
  no: 'The profiles are not signed, and devices say so when\nthey are installed; clients.apple.certificateFile in migrate.yaml signs them.',
};

const NOT_PUBLISHED = `Nothing is published, so the hand-outs carry no code for it: give each person the file mail.mobileconfig from the person's
own folder (AirDrop, a share, an MDM). To have codes, set clients.publishAt in migrate.yaml.
`;

function publish({ clients }: KitCompany, published: number): string {
  return `UPLOAD
  Everything in the folder publish, as it is, to ${clients.publishAt ?? ''} (${published} profiles).
  - Over HTTPS, with a certificate that phones trust.
  - The folder p must not be listed: the names in it are what keeps strangers out.
  - Files that end in .mobileconfig need the type application/x-apple-aspen-config.
      Apache   AddType application/x-apple-aspen-config .mobileconfig
               Options -Indexes
      nginx    types { application/x-apple-aspen-config mobileconfig; }   autoindex off;
      IIS      web.config in the folder does it
  - Keep robots and caches out: X-Robots-Tag: noindex, Cache-Control: private, no-store
  Take the folder away when everybody has changed over.
`;
}
