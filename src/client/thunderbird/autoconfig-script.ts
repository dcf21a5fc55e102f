// migrate.cfg: what Thunderbird itself runs when it starts. It does what add-account.ts does, and only the tools of its AutoConfig are there:
// getPref, pref, clearPref, getenv (toolkit/components/autoconfig, prefcalls.js).

import type { NewAccount } from './new-account.ts';
import { ALL_OLD_MARKS } from './new-account.ts';

export interface ScriptComputer {
  /** As Windows names it: lower case, at most 15 characters. */
  readonly name: string;
  /** Milliseconds since 1970; absent: it may be set up at any time. */
  readonly until?: number;
}

/** One person in the table of the script. */
export interface ScriptPerson {
  readonly account: NewAccount;
  /** Names with which the person may be signed in to the computer, lower case; empty where nobody can tell them from another's. */
  readonly logons: readonly string[];
  /** Computers that the gate lets through. */
  readonly computers: readonly ScriptComputer[];
}

export interface ScriptWish {
  readonly jobId: string;
  readonly people: readonly ScriptPerson[];
  /** `undo` takes away what was added. */
  readonly task: 'add' | 'undo';
}

/** Environment variable that says that the profiles of this user were copied: its value is the id of the migration. */
export const COPIED_VARIABLE = 'MIGRATE_THUNDERBIRD_COPIED';

/** ASCII alone, so that no encoding can change a name. */
export function autoconfigScript({ jobId, people, task }: ScriptWish): string {
  const table = people.map(({ account, logons, computers }) => {
    const { signatureHtml, ...rest } = account;
    // What is taken away needs none, and theirs are most of the file.
    const signature = task === 'add' && signatureHtml !== undefined ? { signatureHtml } : {};
    return { ...rest, ...signature, logons, computers };
  });
  return `// Made by migrate: the new mail account of each person. The first line of this file must be a comment.
(function () {
  "use strict";
  var job = ${literal(jobId)};
  var marks = ${literal(ALL_OLD_MARKS)};
  var people = [
${table.map((person) => `    ${literal(person)}`).join(',\n')}
  ];
${SCRIPT}
  try {
    run(${literal(task)});
  } catch (error) {
    // An error that leaves this file would keep Thunderbird from starting.
    pref("migrate." + job + ".error", String(error));
  }
})();
`;
}

/** JSON is JavaScript where it is ASCII. */
function literal(value: unknown): string {
  return JSON.stringify(value).replace(/[^\x20-\x7e]/g, (unit) => (ESCAPED[unit.charCodeAt(0)] ??= escaped(unit)));
}

/** By number of the unit: signatures have the same few thousand over and over. */
const ESCAPED: string[] = [];

function escaped(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

const SCRIPT = `
  function text(name) {
    var value = getPref(name);
    return typeof value === "string" ? value : "";
  }
  function list(name) {
    return text(name).split(",").map(function (item) { return item.trim(); }).filter(Boolean);
  }
  function has(name) {
    var value = getPref(name);
    return value !== null && value !== undefined;
  }
  function set(branch, values) {
    Object.keys(values).forEach(function (name) { pref(branch + name, values[name]); });
  }
  // The highest number in use; settings cannot be listed from here, so each number is asked for.
  function highest(branch, names) {
    for (var number = 999; number > 0; number -= 1) {
      if (names.some(function (name) { return has(branch + number + "." + name); })) return number;
    }
    return 0;
  }
  function accounts() {
    return list("mail.accountmanager.accounts").map(function (key) {
      var server = text("mail.account." + key + ".server");
      return {
        key: key,
        server: server,
        host: text("mail.server." + server + ".hostname").toLowerCase(),
        userName: text("mail.server." + server + ".userName").toLowerCase(),
        addresses: list("mail.account." + key + ".identities").map(function (identity) {
          return text("mail.identity." + identity + ".useremail").toLowerCase();
        }),
      };
    });
  }

  function chosen(present, task) {
    var computer = (getenv("COMPUTERNAME") || "").toLowerCase().slice(0, 15);
    var addresses = [];
    present.forEach(function (one) { addresses = addresses.concat(one.addresses); });
    var owners = people.filter(function (person) {
      return addresses.indexOf(person.oldAddress) >= 0 || addresses.indexOf(person.address) >= 0;
    });
    if (owners.length === 0) {
      var logon = (getenv("USERNAME") || getenv("USER") || "").toLowerCase();
      owners = people.filter(function (person) { return logon !== "" && person.logons.indexOf(logon) >= 0; });
      if (owners.length > 1) owners = [];
    }
    if (task === "undo") return owners;
    // Only computers that the gate lets through, as long as it does. Elsewhere than on Windows they have no name here.
    return owners.filter(function (person) {
      return person.computers.some(function (one) {
        return (computer === "" || one.name === computer) && (one.until === undefined || one.until >= Date.now());
      });
    });
  }

  function write(person) {
    var lastKey = getPref("mail.account.lastKey");
    var number = Math.max(highest("mail.account.account", ["server", "identities"]), lastKey || 0) + 1;
    var key = "account" + number;
    var server = "server" + (highest("mail.server.server", ["type", "hostname", "userName", "name", "directory", "directory-rel"]) + 1);
    var identity = "id" + (highest("mail.identity.id", ["useremail", "fullName", "valid", "smtpServer"]) + 1);
    var smtp = "smtp" + (highest("mail.smtpserver.smtp", ["hostname", "username", "port", "type"]) + 1);
    pref("mail.account.lastKey", number);
    pref("mail.account." + key + ".server", server);
    pref("mail.account." + key + ".identities", identity);
    set("mail.identity." + identity + ".", {
      fullName: person.fullName, useremail: person.address, smtpServer: smtp, valid: true,
    });
    if (person.signatureHtml !== undefined) {
      set("mail.identity." + identity + ".", { htmlSigText: person.signatureHtml, htmlSigFormat: true });
    }
    set("mail.server." + server + ".", {
      type: "imap", hostname: person.incoming.host, port: person.incoming.port,
      socketType: person.incoming.socketType, authMethod: person.incoming.authMethod,
      userName: person.incoming.userName, name: person.address, check_new_mail: true, login_at_startup: true,
    });
    set("mail.smtpserver." + smtp + ".", {
      type: "smtp", hostname: person.outgoing.host, port: person.outgoing.port,
      try_ssl: person.outgoing.socketType, authMethod: person.outgoing.authMethod,
      username: person.outgoing.userName,
    });
    pref("mail.smtpservers", list("mail.smtpservers").concat([smtp]).join(","));
    if (text("mail.smtp.defaultserver") === "") pref("mail.smtp.defaultserver", smtp);
    return key;
  }

  // The old account is kept as it is: only the name under which it is shown changes.
  function add(person) {
    var record = "migrate." + job + ".done." + person.address;
    if (has(record)) return;
    var present = accounts();
    var found = present.filter(function (one) {
      if (one.host === person.incoming.host && one.userName === person.incoming.userName) return true;
      return one.addresses.indexOf(person.address) >= 0 && one.addresses.indexOf(person.oldAddress) < 0;
    })[0];
    var key = found ? found.key : write(person);
    var kept = { account: key, isNew: !found };
    var before = text("mail.accountmanager.defaultaccount");
    if (before !== "") kept.defaultBefore = before;
    kept.namesBefore = {};
    present.forEach(function (one) {
      if (one === found || one.addresses.indexOf(person.oldAddress) < 0) return;
      var name = text("mail.server." + one.server + ".name");
      if (marks.some(function (mark) { return name.indexOf(mark) === 0; })) return;
      kept.namesBefore[one.server] = has("mail.server." + one.server + ".name") ? name : null;
      pref("mail.server." + one.server + ".name", person.oldMark + (name || person.oldAddress));
    });
    var others = present.map(function (one) { return one.key; }).filter(function (one) { return one !== key; });
    pref("mail.accountmanager.accounts", [key].concat(others).join(","));
    pref("mail.accountmanager.defaultaccount", key);
    pref(record, JSON.stringify(kept));
  }

  function undo(person) {
    var name = "migrate." + job + ".done." + person.address;
    var record = text(name);
    if (record === "" || record === "undone") return;
    var kept = JSON.parse(record);
    var left = list("mail.accountmanager.accounts").filter(function (key) { return !kept.isNew || key !== kept.account; });
    if (text("mail.accountmanager.defaultaccount") === kept.account) {
      if (left.indexOf(kept.defaultBefore) >= 0) pref("mail.accountmanager.defaultaccount", kept.defaultBefore);
      else clearPref("mail.accountmanager.defaultaccount");
    }
    pref("mail.accountmanager.accounts", left.join(","));
    Object.keys(kept.namesBefore).forEach(function (server) {
      var before = kept.namesBefore[server];
      if (text("mail.server." + server + ".name") !== person.oldMark + (before || person.oldAddress)) return;
      if (before === null) clearPref("mail.server." + server + ".name");
      else pref("mail.server." + server + ".name", before);
    });
    pref(name, "undone");
  }

  function run(task) {
    var present = accounts();
    var hasMail = present.some(function (one) { return one.addresses.length > 0; });
    // Who has mail here has it copied first.
    if (task === "add" && hasMail && getenv(${JSON.stringify(COPIED_VARIABLE)}) !== job) return;
    chosen(present, task).forEach(task === "add" ? add : undo);
  }
`;
