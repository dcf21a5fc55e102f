// The entry: says what to do when this Node is too old, else starts main. It must parse and run on every Node that knows
// .mjs files, so it has no static import, no top-level await and no syntax after ES2020.
var needed = 24;
var running = process.versions.node;

if (parseInt(running, 10) < needed) {
  process.stderr.write(
    [
      'migrate: this Node is too old',
      '  needed:  Node ' + needed + ' or newer',
      '  running: Node ' + running + ' (' + process.execPath + ')',
      '  to do:   install Node ' + needed + ' or newer from https://nodejs.org, then run the same command again.',
      '           In a checkout, `npm ci` brings the right Node along: run `npm run migrate -- ...`.',
      '',
    ].join('\n'),
  );
  process.exitCode = 2;
} else {
  start();
}

/** Compiled code is kept in the user's own cache folder, never in a shared one where others could plant theirs. */
function cacheFolder(os, path) {
  if (process.platform === 'win32') {
    return path.join(
      process.env.LOCALAPPDATA || path.join(os.homedir(), 'AppData', 'Local'),
      'migrate-domain',
      'cache',
    );
  }
  if (process.platform === 'darwin') return path.join(os.homedir(), 'Library', 'Caches', 'migrate-domain');
  return path.join(process.env.XDG_CACHE_HOME || path.join(os.homedir(), '.cache'), 'migrate-domain');
}

function start() {
  try {
    process
      .getBuiltinModule('node:module')
      .enableCompileCache(cacheFolder(process.getBuiltinModule('node:os'), process.getBuiltinModule('node:path')));
  } catch (_) {
    // The cache only makes the start faster. Without a home folder there is none, and nothing else changes.
  }
  import('./main.ts');
}
