// The commented migrate.yaml that `migrate init` writes. It is read by the same reader as every other one, without a problem.

import type { ProviderName, TenantProvider } from '../model/directory.ts';
import { exampleClients } from './example-clients.ts';
import { exampleHost } from './example-host.ts';
import { exampleSending } from './example-sending.ts';

/** What the schema for editors is called beside migrate.yaml. */
export const SCHEMA_FILE = 'migrate.schema.json';

export interface ExampleWish {
  readonly provider: ProviderName;
  /** Folder of the sandbox, relative to the workspace; absent: the real provider. */
  readonly sandbox?: string;
}

/** The settings of the example company, which data/staff.csv belongs to. */
export function exampleSettings({ provider, sandbox }: ExampleWish): string {
  return `# yaml-language-server: $schema=./${SCHEMA_FILE}
# One move of a company to a new mail domain. \`migrate check\` reads this file and the lists, and calls nobody.

# The name that automatic replies and notices show.
company: 青空商事株式会社

# From where to where. Several old domains may be left at once.
domains:
  old: [aozora-shoji.example]
  new: aozora-trading.example

# microsoft-365, google-workspace or imap-host (a plain mail host). Its section says how to reach it; others may stay, they are not used.
provider: ${provider}
${sandboxLines(sandbox)}
# Secrets never stand in this file. Name the environment variable, or the file, that holds them.
${connectionLines(provider)}
# new-mailbox: fresh mailboxes beside the old ones. rename: the mailboxes stay, their addresses move.
mode: new-mailbox

# Your own account. A plan that would move it is refused.
administrator: admin@aozora-shoji.example

# Where the licences are used (ISO 3166-1), when a day ends, and the language of people without one in the staff list.
country: JP
timeZone: Asia/Tokyo
language: ja

# New addresses where the staff list has none. keep: the part before the @ stays.
# Or a pattern, in quotes: '{given}.{family}', '{g}.{family}', '{family}.{local}'; names come from the romaji columns.
newAddress: keep

# The waves, in their order. Where more than this share of a batch fails (0 to 1), the next one is held.
batches:
  - name: pilot
    failureThreshold: 0
  - name: sales
    failureThreshold: 0.1
  - name: everyone
    failureThreshold: 0.05

${licenceLines(provider)}# What becomes of the old address. For nothing at all, write false everywhere.
oldAddress:
${OLD_ADDRESS[provider]}
  # The old mailbox answers with templates/automatic-reply.ja.html or .en.html, until the end of that day.
  reply: true
  replyUntil: 2027-05-31
  # With mode: rename the old address always stays as an alias of the same mailbox.
  alias: false
${MANNERS[provider]}
lists:
  staff: data/staff.csv
  # Headings are known in Japanese and English (氏名, 旧メールアドレス, バッチ, Name, Old address ...). Others are mapped:
  # columns:
  #   department: 所属グループ
  # The partners to be told, and those to whom nothing may be written. These two are read where they are; other places:
  # partners: data/partners.csv
  # suppress: data/suppress.csv
  # partnerColumns:
  #   contacts: 弊社窓口
  # PCs and phones, and who uses which mail program on them: data/devices.csv, where there is one.
  # devices: data/devices.csv
  # deviceColumns:
  #   host: 資産名

# A clean check of a PC counts so many hours; then it is to be checked again before credentials are handed out.
# evidence:
#   validHours: 72
#   # An exception from the device gate is for so many days at most.
#   mostExceptionDays: 30

${exampleClients()}
# What the notices to partners and staff say about us. Try them: migrate notice preview
notice:
  # The named person who answers questions.
  contact: 佐藤 花子
  department: 総務部
  telephone: 03-0000-0100
  postalAddress: 〒100-0000 東京都千代田区青空町1-2-3 青空ビル5階
  # The same for notices in English.
  english:
    company: Aozora Shoji Co., Ltd.
    contact: Hanako Sato
    department: General Affairs Department
    telephone: +81-3-0000-0100
    postalAddress: 5F Aozora Building, 1-2-3 Aozora-cho, Chiyoda-ku, Tokyo 100-0000, Japan
  # The web site that partners have known for long. Publish the same text and the code there first.
  website: https://www.aozora-shoji.example/
  referenceCode: 7K4Q-93TX
  switchDate: 2026-12-01
  oldAddressUntil: 2027-05-31
  # The day that stands on printed letters.
  letterDate: 2026-11-20
  # For incident notices and corrections: when it was found, and the day of the notice that is followed up.
  incidentDate: 2026-11-02
  earlierNoticeDate: 2026-11-05

${exampleSending()}
# A plan beyond these bounds is refused, since nobody meant it.
limits:
  mostSteps: 2000
  mostGrowth: 0.3
  # Share of the documented pace of the provider that is used; other programs of yours need the rest.
  pace: 0.99

# Who can open the vault of initial passwords, as age-keygen prints it. Without it you are asked for a passphrase.
# vaultRecipient: age1...
`;
}

function connectionLines(provider: ProviderName): string {
  if (provider === 'imap-host') return exampleHost();
  return `microsoft-365:
  # Id or first domain of the tenant, and the id of the app registration.
  tenant: aozora.onmicrosoft.com
  client: 00000000-0000-0000-0000-000000000000
  # Or: { with: certificate, file: keys/migrate.pem }, { with: device-code }, { with: managed-identity }
  signIn: { with: secret, variable: MIGRATE_CLIENT_SECRET }
google-workspace:
  # Key of the service account with domain-wide delegation, and the super administrator that it acts as.
  keyFile: keys/service-account.json
  administrator: admin@aozora-shoji.example
  customer: my_customer
`;
}

function licenceLines(provider: ProviderName): string {
  if (provider === 'imap-host') return '';
  return `# Remove this section where the provider assigns licences by itself. With group: the licence comes through that group.
licence:
  default: ${LICENCES[provider]}
  # allowed: [${LICENCES[provider]}]
  # group: Licensed-Staff

`;
}

const LICENCES: Readonly<Record<TenantProvider, string>> = {
  'microsoft-365': 'SPE_E3',
  'google-workspace': 'Google-Workspace-Enterprise-Plus',
};

const OLD_ADDRESS: Readonly<Record<ProviderName, string>> = {
  'microsoft-365': `  # Forwarding is set in Exchange only: with true, a PowerShell script is written out for you to review and run.
  forward: false`,
  'google-workspace': `  # With true, Gmail first asks the new mailbox: somebody must follow the link in that mail, then: migrate retry --failed
  forward: false`,
  'imap-host': `  # Set at this host where the old mailboxes are on it too (manageSieve, accounts); else a list of what to do by hand is made.
  forward: false`,
};

const LOCALE = `# New mailboxes speak the language that the staff list has for their owner`;

/** What a mailbox on the new address is like. */
const MANNERS: Readonly<Record<ProviderName, string>> = {
  'microsoft-365': `
# The company's signature on the new addresses: templates/signature.*. Graph cannot set one, so with true it goes into the
# Exchange script that you review and run, and it works only while roaming signatures are off for the whole organisation.
signature: false
${LOCALE}, and live in the time zone above.
locale: true
`,
  'google-workspace': `
# The company's signature on the new addresses: templates/signature.*. What stood there before is kept, and comes back with an
# undo; what people write themselves afterwards is never replaced.
signature: true
${LOCALE}. Gmail keeps no time zone.
locale: true
`,
  'imap-host': '',
};

function sandboxLines(sandbox: string | undefined): string {
  return sandbox === undefined
    ? `
# To try everything on this machine first: start \`migrate sandbox\`, and name its folder.
# sandbox: sandbox
`
    : `
# The sandbox stands in for the provider. Remove this line for the real one.
sandbox: '${sandbox.replaceAll("'", "''")}'
`;
}
