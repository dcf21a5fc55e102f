// npm run bench [-- --json] [-- --only startup,resume-1m]: runs the benchmarks one after the other and prints what they say.
// Ends with 1 where a target was missed or a benchmark broke, with 2 where an option is unknown.

import { parseArgs } from 'node:util';
import { benches, type Bench } from './benches.ts';
import type { BenchResult } from './result.ts';

const { values: options } = parseArgs({ options: { json: { type: 'boolean' }, only: { type: 'string' } } });
const wanted = options.only?.split(',').map((name) => name.trim());
const unknown = wanted?.filter((name) => benches.every((bench) => bench.name !== name)) ?? [];

if (unknown.length > 0) {
  const known = benches.map((bench) => bench.name).join(', ');
  process.stderr.write(`No such benchmark: ${unknown.join(', ')}. There are: ${known}.\n`);
  process.exitCode = 2;
} else {
  process.exitCode = (await runAll(benches.filter(({ name }) => wanted?.includes(name) ?? true))) ? 0 : 1;
}

async function runAll(chosen: readonly Bench[]): Promise<boolean> {
  if (!options.json) print(line(['benchmark', 'value', 'unit', 'target', '']));
  let areAllOk = true;
  for (const bench of chosen) {
    for (const result of await runOne(bench)) {
      print(options.json ? JSON.stringify(result) : row(result));
      areAllOk &&= result.ok;
    }
  }
  return areAllOk;
}

/** A benchmark that breaks has missed its target; the others still have their turn. */
async function runOne(bench: Bench): Promise<readonly BenchResult[]> {
  try {
    return [await bench.run()].flat();
  } catch (error) {
    process.stderr.write(
      `${bench.name} broke: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    );
    return [{ name: bench.name, value: -1, unit: 'broken', target: 0, ok: false }];
  }
}

function row({ name, value, unit, target, isLeast, ok }: BenchResult): string {
  return line([
    name,
    String(Number(value.toFixed(3))),
    unit,
    `${isLeast === true ? '>=' : '<='} ${target}`,
    ok ? 'ok' : 'MISSED',
  ]);
}

function line([name = '', value = '', unit = '', target = '', verdict = '']: readonly string[]): string {
  return `${name.padEnd(28)}${value.padStart(10)} ${unit.padEnd(8)}${target.padStart(10)}  ${verdict}`.trimEnd();
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
