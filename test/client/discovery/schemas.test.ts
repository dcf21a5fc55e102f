// What is published for mail programs is valid: by closed schemas of ours everywhere, and by the published ones where they are at hand.

import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { autoconfigXml } from '../../../src/client/discovery/autoconfig-xml.ts';
import { RESPONSE_FORMS } from '../../../src/client/discovery/autodiscover-request.ts';
import { installed, notInstalled, unless } from '../../installed.ts';
import { HOSTILE_NAMES } from '../thunderbird/scene.ts';
import { asked, facts, HOST, MANY, post } from './scene.ts';
import { AUTOCONFIG_SCHEMA, AUTODISCOVER_SCHEMA } from './schemas.ts';

const xmllint = installed('xmllint');

/**
 * The schemas that others publish are not ours to copy. `PUBLISHED_SCHEMAS` names a folder that has them: `autoconfig.rng` of
 * draft-ietf-mailmaint-autoconfig (github.com/benbucksch/autoconfig-spec); `AutodiscoverResponse.xsd` and `AutodiscoverMobileSync.xsd` of
 * [MS-ASCMD] (github.com/OfficeDev/Interop-TestSuites, ExchangeActiveSync/Source/Common/ActiveSyncClient/SchemaValidation). For the
 * answer to Outlook Microsoft publishes no schema, only the words of [MS-OXDSCLI] 2.2.4: it has ours alone.
 */
const PUBLISHED = process.env['PUBLISHED_SCHEMAS'] ?? '';
const WANTED = ['autoconfig.rng', 'AutodiscoverResponse.xsd', 'AutodiscoverMobileSync.xsd'];
const missing = WANTED.filter((name) => PUBLISHED === '' || !existsSync(path.join(PUBLISHED, name)));
const noSchemas =
  notInstalled('xmllint') ??
  (missing.length === 0 ? undefined : `PUBLISHED_SCHEMAS names no folder with ${missing.join(', ')}`);

const withXmllint = xmllint === undefined ? it.skip : it;
const withPublished = noSchemas === undefined ? it : it.skip;

const autoconfigs = [HOST, MANY].flatMap((host) => HOSTILE_NAMES.map((name) => autoconfigXml(facts(host, name))));
const answersTo = (form: string): string[] =>
  [HOST, MANY].map((host) => post(host, asked(form, 'taro@newcorp.test')).body);

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'migrate-discovery-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** What xmllint has against the documents; empty where all are valid. */
function faults(kind: 'relaxng' | 'schema', schema: string, documents: readonly string[]): string {
  writeFileSync(path.join(folder, 'schema.xml'), schema);
  const names = documents.map((document, place) => {
    writeFileSync(path.join(folder, `${place}.xml`), document);
    return `${place}.xml`;
  });
  const { stderr } = spawnSync(xmllint ?? '', ['--noout', '--nonet', `--${kind}`, 'schema.xml', ...names], {
    cwd: folder,
    encoding: 'utf8',
  });
  const valid = stderr.split('\n').filter((line) => /^\d+\.xml validates$/.test(line)).length;
  const rest = stderr.replace(/^\d+\.xml validates\n/gm, '');
  return valid === documents.length ? rest : `${valid} of ${documents.length} valid\n${rest}`;
}

describe('our closed schemas', () => {
  withXmllint(`hold for every document that we make${unless(notInstalled('xmllint'))}`, () => {
    expect(faults('relaxng', AUTOCONFIG_SCHEMA, autoconfigs)).toBe('');
    const misspelt = String(autoconfigs[0]).replaceAll('socketType', 'sockettype');
    expect(faults('relaxng', AUTOCONFIG_SCHEMA, [misspelt])).not.toBe('');

    const answers = [...Object.values(RESPONSE_FORMS), 'urn:other'].flatMap(answersTo);
    expect(faults('relaxng', AUTODISCOVER_SCHEMA, [...answers, post(HOST, 'nothing').body])).toBe('');
    const spoilt = String(answers[0]).replace('<SPA>off', '<SPA>on');
    expect(faults('relaxng', AUTODISCOVER_SCHEMA, [spoilt])).not.toBe('');
  });
});

describe('the published schemas', () => {
  const published = (name: string): string => readFileSync(path.join(PUBLISHED, name), 'utf8');

  withPublished(`take every autoconfig document${unless(noSchemas)}`, () => {
    expect(faults('relaxng', published('autoconfig.rng'), autoconfigs)).toBe('');
    const noPort = String(autoconfigs[0]).replace('<port>993', '<port>none');
    expect(faults('relaxng', published('autoconfig.rng'), [noPort])).not.toBe('');
  });

  withPublished(`take every answer to ActiveSync and every error${unless(noSchemas)}`, () => {
    // The outer schema names the inner one without importing it: its readers load both. xmllint loads what is imported.
    const inner = 'http://schemas.microsoft.com/exchange/autodiscover/mobilesync/responseschema/2006';
    writeFileSync(path.join(folder, 'inner.xsd'), published('AutodiscoverMobileSync.xsd'));
    const outer = published('AutodiscoverResponse.xsd').replace(
      '<xs:element name="Autodiscover">',
      `<xs:import namespace="${inner}" schemaLocation="inner.xsd"/>$&`,
    );
    const answers = [RESPONSE_FORMS.mobile, 'urn:other'].flatMap(answersTo);
    expect(faults('schema', outer, [...answers, post(HOST, 'nothing').body])).toBe('');
    const withSettings = answers.filter((answer) => answer.includes('<Settings>'));
    expect(withSettings).toHaveLength(1);
    const noAddress = withSettings.map((answer) => answer.replace(/<EMailAddress>[^<]*<\/EMailAddress>/, ''));
    expect(faults('schema', outer, noAddress)).not.toBe('');
  });
});
