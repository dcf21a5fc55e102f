// The floors of the house: a file imports lower floors and its own folder, nothing else.
const floors = [
  ['model'],
  ['settings', 'roster', 'notice', 'client'],
  ['plan', 'step'],
  ['report', 'apply', 'provider', 'store'],
  ['page', 'sandbox'],
  ['command'],
];

const rules = floors.flatMap((folders, floor) =>
  folders.map((folder) => {
    const open = floors.slice(0, floor).flat();
    return {
      name: `floor-${floor}-${folder}`,
      severity: 'error',
      comment:
        `src/${folder} is on floor ${floor}. It may import its own folder${open.length ? ` and ${open.join(', ')}` : ' only'}. ` +
        'Move the word that you need down to model/, or let command/wire.ts hand the part in as an argument.',
      from: { path: `^src/${folder}/` },
      to: { path: '^src/', pathNot: `^src/(${[folder, ...open].join('|')})/` },
    };
  }),
);

module.exports = {
  forbidden: [
    ...rules,
    {
      name: 'sandbox-knows-no-adapter',
      severity: 'error',
      comment: 'The sandbox stands in for the outside. Code shared with an adapter would hide a bug from both.',
      from: { path: '^src/sandbox/' },
      to: { path: '^src/(provider|store|apply|plan|step|roster|report)/' },
    },
    {
      name: 'providers-apart',
      severity: 'error',
      comment: 'One provider never imports another: what both need belongs in model/ or directly in provider/.',
      from: { path: '^src/provider/([^/]+)/' },
      to: { path: '^src/provider/[^/]+/', pathNot: '^src/provider/$1/' },
    },
    {
      name: 'no-circular',
      severity: 'error',
      comment: 'Two files that need each other are one file, or hide a third.',
      from: {},
      to: { circular: true },
    },
    {
      name: 'googleapis-by-deep-path',
      severity: 'error',
      comment:
        'The whole of googleapis takes 1.5 s and 150 MB to load: import googleapis/build/src/apis/<api>/index.js.',
      from: {},
      to: { path: 'node_modules/googleapis/build/src/(index|googleapis)\\.' },
    },
    {
      name: 'product-imports-no-test',
      severity: 'error',
      comment: 'What ships never depends on the tests.',
      from: { path: '^src/' },
      to: { path: '^test/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.mjs', '.js', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
    },
  },
};
