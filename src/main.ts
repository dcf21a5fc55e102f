// argv -> exit code. The only process.exit of the program.

import { runProgram } from './command/program.ts';

// Whoever reads our output may stop reading (a pager that was closed, `head`): the work goes on, since the job log has it all.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

const exitCode = await runProgram(process.argv);
// What was printed into a pipe is not on its way yet when exit cuts it off; ending by itself lets it arrive.
process.exitCode = exitCode;
