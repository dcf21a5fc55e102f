// A profile as somebody has used it for years, for the real Thunderbird: POP with its messages in mbox files, and an IMAP account.

import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Running } from './real-thunderbird.ts';

const OLD_ADDRESS = 'taro@oldcorp.test';
const POP_MESSAGES = 7;

export interface OldProfile {
  readonly profile: string;
  readonly imap: { readonly host: string; readonly port: number; readonly user: string };
}

/** `imap` is kept for offline use, so that its messages lie in the profile. */
export async function makeOldProfile({ profile, imap }: OldProfile): Promise<void> {
  const mail = path.join(profile, 'Mail', 'pop.oldcorp.test');
  await mkdir(mail, { recursive: true });
  const messages = Array.from({ length: POP_MESSAGES }, (_, place) => mboxMessage(place));
  await writeFile(path.join(mail, 'Inbox'), messages.join(''));
  const prefs = {
    'mail.accountmanager.accounts': 'account1,account2',
    'mail.accountmanager.defaultaccount': 'account1',
    'mail.account.lastKey': 2,
    'mail.account.account1.server': 'server1',
    'mail.account.account1.identities': 'id1',
    'mail.identity.id1.useremail': OLD_ADDRESS,
    'mail.identity.id1.fullName': '山田 太郎',
    'mail.identity.id1.reply_to': 'sales@oldcorp.test',
    'mail.identity.id1.smtpServer': 'smtp1',
    'mail.identity.id1.valid': true,
    'mail.server.server1.type': 'pop3',
    'mail.server.server1.hostname': 'pop.oldcorp.test',
    'mail.server.server1.userName': 'taro',
    'mail.server.server1.name': OLD_ADDRESS,
    'mail.server.server1.check_new_mail': false,
    'mail.server.server1.login_at_startup': false,
    'mail.server.server1.leave_on_server': false,
    'mail.server.server1.directory-rel': '[ProfD]Mail/pop.oldcorp.test',
    'mail.server.server1.deferred_to_account': '',
    'mail.account.account2.server': 'server2',
    'mail.account.account2.identities': 'id2',
    'mail.identity.id2.useremail': OLD_ADDRESS,
    'mail.identity.id2.valid': true,
    'mail.server.server2.type': 'imap',
    'mail.server.server2.hostname': imap.host,
    'mail.server.server2.port': imap.port,
    'mail.server.server2.socketType': 3,
    'mail.server.server2.authMethod': 3,
    'mail.server.server2.userName': imap.user,
    'mail.server.server2.name': OLD_ADDRESS,
    'mail.server.server2.offline_download': true,
    'mail.server.server2.check_new_mail': false,
    'mail.server.server2.login_at_startup': false,
    'mail.smtpservers': 'smtp1',
    'mail.smtp.defaultserver': 'smtp1',
    'mail.smtpserver.smtp1.type': 'smtp',
    'mail.smtpserver.smtp1.hostname': 'smtp.oldcorp.test',
    'mail.smtpserver.smtp1.username': 'taro',
  };
  const lines = Object.entries(prefs).map(
    ([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`,
  );
  await writeFile(path.join(profile, 'prefs.js'), lines.join(''));
}

function mboxMessage(place: number): string {
  return `From - Tue Nov 24 09:0${place}:00 2026
X-Mozilla-Status: 0001
X-Mozilla-Status2: 00000000
From: partner@elsewhere.test
To: ${OLD_ADDRESS}
Subject: =?UTF-8?B?${Buffer.from(`古いメール ${place}`).toString('base64')}?=
Message-ID: <old-${place}@elsewhere.test>
Date: Tue, 24 Nov 2026 09:0${place}:00 +0900

body ${place}

`;
}

/** What Thunderbird sees of one account. */
export interface SeenAccount {
  readonly type: string;
  readonly name: string;
  readonly address: string;
  readonly replyTo: string;
  readonly signature: string;
  /** Of the inbox: the subjects of its messages. */
  readonly messages: readonly string[];
  /** How many of them lie in the profile. */
  readonly offline: number;
}

const TOOLS = `
  const { MailServices } = ChromeUtils.importESModule("resource:///modules/MailServices.sys.mjs");
  const imapOf = (address) => MailServices.accounts.accounts.find(
    ({ incomingServer, identities }) => incomingServer.type === "imap" && identities[0]?.email === address,
  );
  const inboxOf = ({ incomingServer }) => incomingServer.rootFolder.getFolderWithFlags(Ci.nsMsgFolderFlags.Inbox);
  const whenDone = (start) => new Promise((resolve, reject) => start({
    OnStartRunningUrl() {},
    OnStopRunningUrl(_url, status) { if (status) reject(new Error("status " + status.toString(16))); else resolve(); },
  }));`;

/** In the order in which Thunderbird shows them; the first is the default one. */
export async function seenAccounts(thunderbird: Running): Promise<readonly SeenAccount[]> {
  return thunderbird.ask(`${TOOLS}
    const accounts = [];
    for (const account of MailServices.accounts.accounts.filter((one) => one.identities.length > 0)) {
      const { incomingServer: server, identities: [identity] } = account;
      const inbox = inboxOf(account);
      if (inbox && server.type === "pop3") {
        // Throws where the messages have yet to be listed, and lists them.
        await whenDone((listener) => {
          try {
            inbox.QueryInterface(Ci.nsIMsgLocalMailFolder).getDatabaseWithReparse(listener, null);
            listener.OnStopRunningUrl(null, 0);
          } catch {}
        });
      }
      const messages = inbox ? [...inbox.msgDatabase.enumerateMessages()] : [];
      accounts.push({
        type: server.type, name: server.prettyName, address: identity.email, replyTo: identity.replyTo ?? "",
        signature: identity.htmlSigText, messages: messages.map((one) => one.mime2DecodedSubject),
        offline: messages.filter((one) => server.type === "pop3" || one.flags & Ci.nsMsgMessageFlags.Offline).length,
      });
    }
    if (MailServices.accounts.defaultAccount !== MailServices.accounts.accounts[0]) throw new Error("the default is not the first");
    return accounts;`);
}

/** Signs in over IMAPS and takes every message of the inbox into the profile. */
export async function readInbox(thunderbird: Running, address: string, password: string): Promise<void> {
  await thunderbird.ask(
    `${TOOLS}
    const [address, password] = given;
    const account = imapOf(address);
    const { incomingServer: server } = account;
    const keep = async (origin, userName) => {
      const login = Cc["@mozilla.org/login-manager/loginInfo;1"].createInstance(Ci.nsILoginInfo);
      login.init(origin, null, origin, userName, password, "", "");
      await Services.logins.addLoginAsync(login);
    };
    await keep("imap://" + Services.prefs.getStringPref("mail.server." + server.key + ".hostname"), server.username);
    const smtp = MailServices.outgoingServer.getServerByIdentity(account.identities[0]);
    await keep("smtp://" + smtp.serverURI.host, smtp.username);
    Services.io.offline = false;
    const inbox = inboxOf(account);
    // Going online takes it a moment, and it does one thing at a time: until then it refuses.
    const patiently = async (start) => {
      for (let left = 100; ; left -= 1) {
        try {
          await whenDone(start);
          return;
        } catch (error) {
          if (left === 0) throw error;
          await new Promise((resolve) => setTimeout(resolve, 100));
        }
      }
    };
    await patiently((listener) => inbox.getNewMessages(null, listener));
    await patiently((listener) => inbox.downloadAllForOffline(listener, null));`,
    address,
    password,
  );
}

/** Sends as Thunderbird sends what somebody has written; no copy is kept. */
export async function sendLetter(
  thunderbird: Running,
  letter: { readonly from: string; readonly to: string; readonly subject: string },
): Promise<void> {
  await thunderbird.ask(
    `${TOOLS}
    const [{ from, to, subject }] = given;
    const [identity] = imapOf(from).identities;
    identity.doFcc = false;
    const fields = Cc["@mozilla.org/messengercompose/composefields;1"].createInstance(Ci.nsIMsgCompFields);
    Object.assign(fields, { from: identity.email, to, subject });
    await new Promise((resolve, reject) => {
      const listener = {
        QueryInterface: ChromeUtils.generateQI(["nsIMsgSendListener"]),
        onStartSending() {}, onSendProgress() {}, onStatus() {}, onGetDraftFolderURI() {}, onSendNotPerformed() {}, onTransportSecurityError() {},
        onStopSending(_id, status, message) { if (status) reject(new Error("status " + status.toString(16) + " " + message)); else resolve(); },
      };
      Cc["@mozilla.org/messengercompose/send;1"].createInstance(Ci.nsIMsgSend).createAndSendMessage(
        null, identity, "", fields, false, false, Ci.nsIMsgCompDeliverMode?.Now ?? Ci.nsIMsgSend.nsMsgDeliverNow, null,
        "text/plain", "body", null, null, listener, "", "", Ci.nsIMsgCompType.New,
      );
    });`,
    letter,
  );
}

export interface Discovered {
  readonly name: string;
  readonly incoming: readonly [type: string, host: string, port: number, userName: string];
  readonly outgoing: readonly [type: string, host: string, port: number, userName: string];
}

/** What Thunderbird makes of the document that it finds: at the domain where the server has the port of the web, else as its database. */
export async function discovered(thunderbird: Running, address: string, port: number): Promise<Discovered> {
  return thunderbird.ask(
    `
    const { FetchConfig } = ChromeUtils.importESModule("resource:///modules/accountcreation/FetchConfig.sys.mjs");
    const { AccountConfig } = ChromeUtils.importESModule("resource:///modules/accountcreation/AccountConfig.sys.mjs");
    const [address, port] = given;
    const domain = address.split("@")[1];
    const { signal } = new AbortController();
    Services.prefs.setStringPref("mailnews.auto_config_url", "http://127.0.0.1:" + port + "/mail/config-v1.1.xml?d=");
    const config = await (port === 80 ? FetchConfig.fromISP(domain, address, signal) : FetchConfig.fromDB(domain, signal));
    AccountConfig.replaceVariables(config, "Taro", address, "");
    const of = ({ type, hostname, port, username }) => [type, hostname, port, username];
    return { name: config.displayName, incoming: of(config.incoming), outgoing: of(config.outgoing) };`,
    address,
    port,
  );
}

/** What Thunderbird makes of Autodiscover, which it asks over HTTP without a password: only where the server has the port of the web. */
export async function autodiscovered(thunderbird: Running, address: string): Promise<Omit<Discovered, 'name'>> {
  return thunderbird.ask(
    `
    const { fetchConfigFromExchange } = ChromeUtils.importESModule("resource:///modules/accountcreation/ExchangeAutoDiscover.sys.mjs");
    const [address] = given;
    const refuse = () => Promise.reject(new Error("nobody is asked"));
    const config = await fetchConfigFromExchange(address.split("@")[1], address, new AbortController().signal, "", "", refuse);
    const of = ({ type, hostname, port, username }) => [type, hostname, port, username];
    return { incoming: of(config.incoming), outgoing: of(config.outgoing) };`,
    address,
  );
}

/** Of these servers, those for which Thunderbird has a sign-in page of the provider (OAuth2). */
export async function knownToSignIn(
  thunderbird: Running,
  servers: readonly (readonly [host: string, type: string])[],
): Promise<readonly string[]> {
  return thunderbird.ask(
    `
    const { OAuth2Providers } = ChromeUtils.importESModule("resource:///modules/OAuth2Providers.sys.mjs");
    return given[0].filter(([host, type]) => OAuth2Providers.getHostnameDetails(host, type)).map(([host]) => host);`,
    servers,
  );
}
