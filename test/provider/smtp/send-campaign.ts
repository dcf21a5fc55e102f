// node send-campaign.ts <job.db> <port>: sends the campaign of a job log to a mail server on loopback, in a process that a test may kill.

import { runPlan } from '../../../src/apply/run-plan.ts';
import { realClock } from '../../../src/command/clock.ts';
import { failpointFrom } from '../../../src/command/failpoints.ts';
import { composerFor } from '../../../src/notice/compose-message.ts';
import { smtpPatience } from '../../../src/provider/smtp/limits.ts';
import { connectSmtpMailer } from '../../../src/provider/smtp/mailer.ts';
import { openJobLog } from '../../../src/store/job-log.ts';
import { campaignRun } from './campaign.ts';

const [file = '', port = ''] = process.argv.slice(2);
const log = openJobLog(file, { clock: realClock, mode: 'write' });
const mailer = connectSmtpMailer({
  settings: { host: '127.0.0.1', port: Number(port), security: 'none', connections: 4, limits: {} },
  secrets: {},
  composer: composerFor({ timeZone: 'Asia/Tokyo' }),
  limits: [],
  patience: smtpPatience(1),
});
process.stdout.write('sending\n');
await runPlan({ ...campaignRun(log, mailer), failpoint: failpointFrom(process.env) });
await mailer.close();
log.close();
