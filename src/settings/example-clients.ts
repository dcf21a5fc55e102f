// The section `clients` of the example, commented out as a whole: kits are planned for a company that has asked for them.

/** Without the leading `# ` of its lines from `clients:` on it is a section as the schema wants it. */
export function exampleClients(): string {
  return `# How the mail programs of the staff are moved. With this section each apply writes kits and hand-outs into out/clients.
# clients:
#   # Whom people call on the day.
#   helpDesk: { name: 情報システム課, telephone: 03-0000-0199 }
#   # When people change over, in timeZone. The day that partners are told stands in notice.switchDate.
#   switchAt: 2026-12-01 09:00
#   # Folder to which you copy out/clients/fleet, and folder into which PCs write what became of them, as PCs see them.
#   share: '\\\\files.aozora-shoji.example\\migrate'
#   results: '\\\\files.aozora-shoji.example\\migrate-results'
#   # Where you publish the folder out/clients/fleet/publish: phones fetch their profiles from there.
#   publishAt: https://move.aozora-trading.example/
#   # Words of your own on every hand-out: where to ask on the day, what is special at your company.
#   # note: { ja: 12月1日の朝は、1階の会議室に担当者がおります。, en: On the morning of 1 December somebody is in room 101. }
#   # How long Outlook is asked to close. And the check that the script wants on the PC itself, besides imported evidence.
#   windows:
#     closeWithinSeconds: 300
#     # scanner: { file: '\\\\files.aozora-shoji.example\\migrate\\emocheck.exe', validHours: 24 }
#   # Signs the profiles for iPhone, iPad and Mac. A profile with the same identifier replaces an older one.
#   # apple: { identifier: example.aozora-trading.mail, certificateFile: keys/profiles.p12, passwordVariable: MIGRATE_PROFILE_PASSWORD }
#   # Microsoft 365 only: pushes the Windows script to this Entra group (a beta interface of Microsoft).
#   # intune: { group: Move-Everyone }
`;
}
