// The forms by name. To add one: its file, and one line here.

import { carrierForm } from './carrier.ts';
import { exchangeForm } from './exchange.ts';
import type { DsnForm } from './failed.ts';
import { gmailForm } from './gmail.ts';
import { postfixForm } from './postfix.ts';

export const FORM_NAMES = ['exchange', 'gmail', 'postfix', 'carrier'] as const;
export type FormName = (typeof FORM_NAMES)[number];

export const FORMS: Readonly<Record<FormName, DsnForm>> = {
  exchange: exchangeForm,
  gmail: gmailForm,
  postfix: postfixForm,
  carrier: carrierForm,
};

/** Whoever tried to deliver a message writes the notification. */
export function formOf(via: string): FormName {
  switch (via) {
    case 'microsoft-365':
      return 'exchange';
    case 'google-workspace':
      return 'gmail';
    default:
      return 'postfix';
  }
}
