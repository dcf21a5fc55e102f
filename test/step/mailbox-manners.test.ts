// Steps that set what a mailbox is like: its signature, of which nothing of the owner's is lost, and its language.

import { describe, expect, it } from '@jest/globals';
import type { LocaleSet, SignatureSet } from '../../src/model/step.ts';
import { localeSet } from '../../src/step/locale-set.ts';
import { isSameSignature, signatureSet } from '../../src/step/signature-set.ts';
import { BASE, StepScene } from './scene.ts';

const ADDRESS = 'sato@new.example';
const OURS = '<div>Sato<br />Example Ltd.</div>';
const OWN = '<i>Sato-chan</i>';

function placed(signatureHtml: string) {
  const { tenant, tools, evidence } = new StepScene('google-workspace');
  const sender = { address: ADDRESS, displayName: 'Sato', signatureHtml, isDefault: true, isAccepted: true };
  const { id } = tenant.place({ address: ADDRESS }, { senders: [sender] });
  const signature = () => tenant.holding(id)?.senders[0]?.signatureHtml;
  const write = (html: string): void => {
    tenant.change(id, { kind: 'owner', key: id }, (holding) => ({
      ...holding,
      senders: [{ ...sender, signatureHtml: html }],
    }));
  };
  return { id, tools, evidence, signature, write };
}

function step(id: string, more: Partial<SignatureSet> = {}): SignatureSet {
  return {
    ...BASE,
    kind: 'signature.set',
    id: `signature.set/${ADDRESS}/1`,
    account: { id, address: ADDRESS },
    address: ADDRESS,
    html: OURS,
    ...more,
  };
}

const EARLIER = '<div>Sato, clerk</div>';
const REPLACES = { before: OWN, ours: [EARLIER] };

describe('signature.set', () => {
  it('keeps what stood there, sets ours, and sees it in whatever markup the provider keeps it', async () => {
    const { id, tools, signature, write } = placed(OWN);
    expect(await signatureSet.before?.(step(id), tools)).toEqual({ previous: OWN });
    expect(await signatureSet.look(step(id), tools)).toMatchObject({ standing: 'absent' });
    await signatureSet.make(step(id), tools, {});
    expect(signature()).toBe(OURS);
    write('<div class="x">Sato<br>Example&nbsp;Ltd.</div>');
    expect(await signatureSet.look(step(id), tools)).toMatchObject({ standing: 'as-planned' });
  });

  it('keeps after a rename what the old address had', async () => {
    const { id, tools, evidence } = placed('');
    evidence.set('sender.move/x', { signatureHtml: OWN });
    expect(await signatureSet.before?.(step(id, { needs: ['sender.move/x'] }), tools)).toEqual({ previous: OWN });
    // What is written over is kept before all: after a way back its owner may have written one there.
    const there = placed('<b>new work</b>');
    there.evidence.set('sender.move/x', { signatureHtml: OWN });
    const again = step(there.id, { needs: ['sender.move/x'] });
    expect(await signatureSet.before?.(again, there.tools)).toEqual({ previous: '<b>new work</b>' });
  });

  it('takes the place of an earlier one of ours, and still knows what the owner had at first', async () => {
    const { id, tools, signature } = placed(EARLIER);
    const newer = step(id, { replaces: REPLACES });
    expect(await signatureSet.before?.(newer, tools)).toEqual({ previous: OWN });
    await signatureSet.make(newer, tools, {});
    expect(signature()).toBe(OURS);
  });

  it('never replaces what the owner has written after ours', async () => {
    const { id, tools, signature } = placed('<b>new work</b>');
    const newer = step(id, { replaces: REPLACES });
    await expect(signatureSet.make(newer, tools, {})).rejects.toMatchObject({ facts: { kind: 'refused' } });
    expect(await signatureSet.look(newer, tools)).toMatchObject({ standing: 'different' });
    expect(signature()).toBe('<b>new work</b>');
  });

  it('puts the owner’s back, also where that is none, but not over what the owner wrote since', async () => {
    const back = (id: string, html: string) =>
      step(id, {
        html,
        undoes: `signature.set/${ADDRESS}/1`,
        replaces: { ours: [OURS] },
      });
    for (const before of [OWN, '']) {
      const { id, tools, signature } = placed(OURS);
      expect(await signatureSet.look(back(id, before), tools)).toMatchObject({ standing: 'absent' });
      await signatureSet.make(back(id, before), tools, {});
      expect(signature()).toBe(before);
      expect(await signatureSet.look(back(id, before), tools)).toMatchObject({ standing: 'as-planned' });
    }
    const { id, tools, signature } = placed('<b>new work</b>');
    expect(await signatureSet.make(back(id, OWN), tools, {})).toEqual({ leftToOwner: true });
    expect(await signatureSet.look(back(id, OWN), tools)).toMatchObject({ standing: 'as-planned' });
    expect(signature()).toBe('<b>new work</b>');
  });

  it('waits for a sender that cannot be seen yet, and is our bug where no call sets signatures', async () => {
    const { id, tools } = placed('');
    const elsewhere = step(id, { address: 'other@new.example' });
    await expect(signatureSet.look(elsewhere, tools)).rejects.toMatchObject({ facts: { kind: 'not-yet' } });
    const other = new StepScene('microsoft-365');
    const { id: there } = other.tenant.place({ address: ADDRESS });
    await expect(signatureSet.make(step(there), other.tools, {})).rejects.toThrow('cannot set one by API');
  });

  it.each([
    ['<p>A &amp; B</p>', '<div>A&nbsp;&amp;<br>B</div>', true],
    ['<p>A</p>', '<p>B</p>', false],
    ['<p>A</p>', '<p>A<img src="x.png"></p>', false],
    ['', '<br>', true],
  ])('%s and %s are the same: %s', (one, other, isSame) => {
    expect(isSameSignature(one, other)).toBe(isSame);
  });
});

describe('locale.set', () => {
  const set = (id: string, locale: LocaleSet['locale']): LocaleSet => ({
    ...BASE,
    kind: 'locale.set',
    id: `locale.set/${ADDRESS}/${locale.language}`,
    account: { id, address: ADDRESS },
    locale,
  });
  const TOKYO = { language: 'ja-JP', timeZone: 'Asia/Tokyo' };

  it('keeps what was there, sets language and time zone, and sees a close variant as ours', async () => {
    const scene = new StepScene('microsoft-365');
    const { id } = scene.tenant.place({ address: ADDRESS }, { locale: { language: 'en-US' } });
    expect(await localeSet.before?.(set(id, TOKYO), scene.tools)).toEqual({ previous: { language: 'en-US' } });
    expect(await localeSet.look(set(id, TOKYO), scene.tools)).toMatchObject({ standing: 'absent' });
    await localeSet.make(set(id, TOKYO), scene.tools, {});
    expect(scene.tenant.holding(id)?.locale).toEqual(TOKYO);
    for (const [locale, standing] of [
      [TOKYO, 'as-planned'],
      [{ language: 'ja' }, 'as-planned'],
      [{ language: 'ja-JP', timeZone: 'UTC' }, 'absent'],
      [{ language: 'j' }, 'absent'],
    ] as const) {
      scene.tenant.change(id, { kind: 'owner', key: id }, (holding) => ({ ...holding, locale }));
      expect(await localeSet.look(set(id, TOKYO), scene.tools)).toMatchObject({ standing });
    }
  });

  it('takes the place of an earlier one of ours, and never of what the owner has chosen since', async () => {
    for (const [locale, standing] of [
      [TOKYO, 'absent'],
      [{ language: 'ja-JP', timeZone: 'Tokyo Standard Time' }, 'absent'],
      [{ language: 'ja-JP', timeZone: 'Asia/Seoul' }, 'different'],
      [{ language: 'ko-KR' }, 'different'],
    ] as const) {
      const { tenant, tools } = new StepScene('microsoft-365');
      const { id } = tenant.place({ address: ADDRESS }, { locale });
      const step = { ...set(id, { language: 'en-US' }), replaces: { before: { language: 'de-DE' }, ours: [TOKYO] } };
      expect(await localeSet.before?.(step, tools)).toEqual({ previous: { language: 'de-DE' } });
      expect(localeSet.say(step)).toContain('speak en-US; so far: ja-JP, in the time of Asia/Tokyo');
      expect(await localeSet.look(step, tools)).toMatchObject({ standing });
      if (standing === 'absent') await localeSet.make(step, tools, {});
      else await expect(localeSet.make(step, tools, {})).rejects.toMatchObject({ facts: { kind: 'refused' } });
      expect(tenant.holding(id)?.locale).toEqual(standing === 'absent' ? step.locale : locale);
    }
  });
});
