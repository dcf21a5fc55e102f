// argv -> exit code. The only process.exit of the program.

import { runProgram } from './command/program.ts';

const exitCode = await runProgram(process.argv);
// What was printed into a pipe is not on its way yet when exit cuts it off; ending by itself lets it arrive.
process.exitCode = exitCode;
