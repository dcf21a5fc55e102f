// Letters, approvals and what came back: the part of the job log that is about mail.

import { createHash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Letter, LetterHash } from '../model/letter.ts';
import type { MailBack } from '../model/mail-back.ts';
import type { StepId } from '../model/step.ts';

/** Letters are looked up by hash, and are never changed: an approval is about exactly these bytes. */
export const KEPT_MAIL_SCHEMA = `
  CREATE TABLE letter (
    hash TEXT PRIMARY KEY,
    content BLOB NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TRIGGER letter_is_never_changed BEFORE UPDATE ON letter
    BEGIN SELECT RAISE(ABORT, 'a letter is never changed'); END;

  CREATE TABLE approval (
    step TEXT PRIMARY KEY,
    letter TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE mail_back (
    key TEXT PRIMARY KEY,
    body TEXT NOT NULL CHECK (json_valid(body))
  ) STRICT, WITHOUT ROWID;
`;

export interface KeptMail {
  keepLetter(hash: LetterHash, letter: Letter): void;
  letter(hash: LetterHash): Letter | undefined;
  /** Inside the caller's transaction. */
  approve(approvals: Iterable<{ readonly id: StepId; readonly letter: LetterHash }>): {
    readonly count: number;
    readonly setHash: string;
  };
  approvedLetter(id: StepId): LetterHash | undefined;
  /** Inside the caller's transaction; false where it is known already. */
  keepMailBack(back: MailBack): boolean;
  mailBacks(): Iterable<MailBack>;
}

export function keptMailOf(database: DatabaseSync): KeptMail {
  const keepLetter = database.prepare('INSERT OR IGNORE INTO letter (hash, content) VALUES (?, ?)');
  const findLetter = database.prepare('SELECT content FROM letter WHERE hash = ?');
  const approve = database.prepare(
    'INSERT INTO approval (step, letter) VALUES (?, ?) ON CONFLICT (step) DO UPDATE SET letter = excluded.letter',
  );
  const findApproval = database.prepare('SELECT letter FROM approval WHERE step = ?');
  const keepBack = database.prepare('INSERT OR IGNORE INTO mail_back (key, body) VALUES (?, ?)');
  const readBacks = database.prepare('SELECT body FROM mail_back ORDER BY key');
  return {
    keepLetter(hash, letter) {
      keepLetter.run(hash, deflateRawSync(JSON.stringify(letter)));
    },
    letter(hash) {
      const content = findLetter.get(hash)?.['content'];
      return content instanceof Uint8Array ? (JSON.parse(inflateRawSync(content).toString()) as Letter) : undefined;
    },
    approve(approvals) {
      const hash = createHash('sha256');
      let count = 0;
      for (const { id, letter } of approvals) {
        approve.run(id, letter);
        hash.update(`${id}\n${letter}\n`);
        count += 1;
      }
      return { count, setHash: hash.digest('hex') };
    },
    approvedLetter(id) {
      const letter = findApproval.get(id)?.['letter'];
      return typeof letter === 'string' ? letter : undefined;
    },
    keepMailBack: (back) => keepBack.run(back.key, JSON.stringify(back)).changes === 1,
    *mailBacks() {
      for (const { body } of readBacks.iterate()) yield JSON.parse(String(body)) as MailBack;
    },
  };
}

/** Of a log that is older than notices, and may only be read. */
export const NOTHING_KEPT: KeptMail = {
  keepLetter: () => undefined,
  letter: () => undefined,
  approve: () => ({ count: 0, setHash: '' }),
  approvedLetter: () => undefined,
  keepMailBack: () => false,
  mailBacks: () => [],
};
