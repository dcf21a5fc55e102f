// Tests run as ES modules on the TypeScript sources; swc only strips the types.

import { availableParallelism } from 'node:os';

export default {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { target: 'es2024', parser: { syntax: 'typescript' } }, module: { type: 'es6' } },
    ],
  },
  randomize: true,
  // jest leaves one core free by default; much of our time is waiting for other processes.
  maxWorkers: Math.ceil(1.5 * availableParallelism()),
  testTimeout: 60000,
};
