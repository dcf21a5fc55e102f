// The section `sending` of the example, commented out as a whole: notices are planned for a company that has asked for it, and for no other.

/** Without the leading `# ` of its lines from `sending:` on it is a section as the schema wants it. */
export function exampleSending(): string {
  return `# How the notices go out to the partners. Without this section none does; nothing is sent before \`migrate notice approve\`.
# sending:
#   # What partners are told, in this order: files of templates/notices.
#   notices: [change]
#   # A correction goes only to those who got an older version of the notice that it corrects.
#   # notices: [change, correction]
#   # corrections: { correction: change }
#   # The short notice from the old address that follows, for partners with the sender "both".
#   pointer: old-address
#   # graph (Microsoft 365), gmail (Google Workspace), or smtp with the section smtp. Without it: that of the provider.
#   # way: smtp
#   # smtp:
#   #   host: smtp.aozora-trading.example
#   #   security: starttls
#   #   signIn: { user: notices@aozora-trading.example, with: password, variable: MIGRATE_SMTP_PASSWORD }
#   #   connections: 2
#   #   limits: { perMinute: 30, perDay: 10000 }
#   #   # Signs the messages, where the server does not.
#   #   dkim: { domain: aozora-trading.example, selector: mail2026, keyFile: keys/dkim.pem }
#   #   # Where bounces and answers are read back, by migrate notice bounces.
#   #   imap: { host: imap.aozora-trading.example, user: notices@aozora-trading.example, variable: MIGRATE_MAILBOX_PASSWORD }
#   #   # A copy of each message, and where to look for it. Without it a message whose answer was lost is yours to decide.
#   #   archive:
#   #     address: archive@aozora-trading.example
#   #     imap: { host: imap.aozora-trading.example, user: archive@aozora-trading.example, variable: MIGRATE_IMAP_PASSWORD }
#   # Signs by S/MIME what the address in the certificate sends; some recipients are better left without.
#   # smime: { certificateFile: keys/info.p12, passwordVariable: MIGRATE_SMIME_PASSWORD, skipDomains: [outlook.com] }
#   # One sender for all. Without it: the first contact of each partner, from that person's new mailbox.
#   # sender: { name: 青空商事 総務部, address: info@aozora-trading.example }
#   # The old domain sends nothing, unless you say why it may. The reason is kept in the log.
#   # oldDomainReason: The partners know the old addresses only, and the domain is on no list.
#   # When messages may start, in timeZone. For the whole day: '00:00' to '24:00'.
#   window:
#     from: '09:00'
#     to: '17:00'
#     weekdays: [monday, tuesday, wednesday, thursday, friday]
#     holidays: [2026-12-29, 2026-12-30, 2026-12-31, 2027-01-01]
#   # Most messages on the first, second, ... day: receivers trust a new domain slowly. The last number holds from then on.
#   ramp: [20, 40, 60, 90, 130, 180, 250, 350, 500]
#   # Most messages in an hour to recipients whose mail servers one operator runs.
#   perOperatorHour: 60
#   # The tenant is on trial: the provider lets it send less. And what it lets through in 24 hours, as you observed it.
#   # trial: true
#   # tenantPerDay: 5000
#   # Where more than this share of the messages bounces (0 to 1), sending stops.
#   mostBounces: 0.05
#   # Fewer out-of-office answers, by a header that says that a program sent it; some systems then hold back answers of people too.
#   # autoSubmitted: true
#   # DNS servers to ask about domains, and DKIM selectors to look for besides those of the provider.
#   # dnsServers: ['203.0.113.53']
#   # dkimSelectors: [mail2026]
#   # Blocklists of domains that ours are looked up in. Their operators want companies to have a key.
#   # blocklists: [{ zone: dbl.dq.spamhaus.net, keyVariable: MIGRATE_DQS_KEY }]
#   # What you have said in public already. The plan warns where a notice contradicts it, until it is corrected.
#   # statements:
#   #   - text: '@aozora-shoji.example 以外からのメールは削除してください'
#   #     where: https://www.aozora-shoji.example/
#   #     on: 2026-11-02
#   #     corrected: false
`;
}
