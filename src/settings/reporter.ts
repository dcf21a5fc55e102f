// Problems of one place of migrate.yaml.

import type { Problem } from '../model/problem.ts';
import type { Path, SettingsDocument } from './document.ts';
import { settingsProblem } from './problems.ts';
import type { Code, Facts } from './problems.ts';

export function reporter(document: SettingsDocument, path: Path) {
  return <C extends Code>(code: C, facts: Facts<C>): Problem =>
    settingsProblem(code, document.place(path, 'value'), facts);
}
