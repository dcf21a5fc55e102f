// The section `imap-host` of the example: a mail host that the company rents.

export function exampleHost(): string {
  return `imap-host:
  # Where mail programs connect, by the names in the servers' certificates.
  imap: { host: imap.aozora-trading.example, port: 993, security: tls }
  smtp: { host: smtp.aozora-trading.example, port: 465, security: tls }
  # pop: { host: pop.aozora-trading.example, port: 995, security: tls }
  # What people sign in with: address, or local-part (before the @).
  login: address
  # How mailboxes are made: by a program of yours, once for each. It gets one line of JSON on standard input, the password in it,
  # and ends with 0 (made), 17 (there is such a mailbox already), 75 (nothing done, ask again), any other below 128 (not made).
  provision:
    command: bin/make-mailbox
    # A field in braces, as a whole argument: {address} {localPart} {domain} {displayName} {familyName} {givenName} ...
    arguments: ['{address}', '{displayName}']
    # Ends with 0 where the mailbox is there, with 1 where it is not. Without it a sign-in tells.
    # look: { command: bin/has-mailbox, arguments: ['{address}'] }
    # timeoutSeconds: 60
    # How many of them may run at the same time.
    # atOnce: 1
  # Or by the bulk import of the host, which you upload: migrate credentials upload writes the file.
  # provision:
  #   upload:
  #     columns: { メールアドレス: address, パスワード: password, 表示名: displayName, 容量: '=1024' }
  #     encoding: cp932
  # The mailboxes that the host has, as you have exported them: a CSV with a column for the address.
  # accounts: data/mailboxes.csv
  # Where old mailboxes are on this host too: who may set their automatic replies and forwards.
  # manageSieve: { host: imap.aozora-trading.example, master: { user: migrate-master, variable: MIGRATE_SIEVE_PASSWORD } }
`;
}
