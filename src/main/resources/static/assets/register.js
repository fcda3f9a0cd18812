// Tasks handed in by pasting whatever one has of them, a line each.
import { html, nothing } from '../webjars/lit-html/lit-html.js';
import { send } from './api.js';
import { sign } from './figures.js';
import { parse } from './paste.js';
import { empty } from './parts.js';
import { mayOperate } from './who.js';

const AT_ONCE = 1000;
const SIGNS = { created: 'ok', exists: 'silent', invalid: 'failing', conflict: 'degraded' };
const WORDS = { created: 'Registered', exists: 'Known already', invalid: 'Invalid', conflict: 'Conflict' };

let results = null;
let failure = null;
let busy = false;

export const register = {
  what: 'nothing',
  every: 0,
  title: () => 'Register tasks',
  key: () => 'register',
  load: async () => ({}),

  render() {
    if (!mayOperate()) {
      return empty('You may not register tasks.', 'It takes the role operator. Ask whoever runs Gatewatch.');
    }
    return html`<div class="title"><h1>Register tasks</h1></div>
      <form class="register" @submit=${hand}>
        <div class="bar">
          <label>Serial number, for lines that are a task id alone <input name="serialNumber" pattern="[A-Za-z0-9\\-]{1,64}" autocapitalize="characters"></label>
          <label>Protocol <select name="protocol"><option>http</option><option>https</option></select></label>
        </div>
        <label for="lines">One test a line: a task id, a <code>location</code>, Central's whole 202 answer, or CSV (<code>serialNumber,taskId,protocol,url</code>)</label>
        <textarea id="lines" name="lines" rows="10" required spellcheck="false" placeholder="/network-troubleshooting/v1/gateways/CNJJKLB0T1/http/async-operations/c7a3f2d1-…"></textarea>
        <p><button class="primary" ?disabled=${busy}>Register</button> <a class="button" href="#/tasks">To the tasks</a></p>
      </form>
      ${failure ? html`<p class="stale" role="alert">${failure}</p>` : nothing}
      ${results ? outcome() : nothing}`;
  },
};

function outcome() {
  const by = Object.entries(WORDS).map(([status, word]) => [word, results.filter((one) => one.status === status).length]).filter(([, n]) => n > 0);
  return html`<section aria-labelledby="results" aria-live="polite"><h2 id="results">${by.map(([word, n]) => `${n} ${word.toLowerCase()}`).join(', ') || 'No line'}</h2>
    <table class="list"><thead><tr><th scope="col" class="number">Line</th><th scope="col">Result</th><th scope="col">Task</th><th scope="col">What to do</th></tr></thead>
      <tbody>${results.map((one) => html`<tr><th scope="row" class="number">${one.line}</th><td>${sign(SIGNS[one.status], WORDS[one.status])}</td>
        <td><code>${one.taskId ?? one.text}</code></td><td>${one.message ?? nothing}</td></tr>`)}</tbody></table></section>`;
}

async function hand(event) {
  event.preventDefault();
  const form = new FormData(event.currentTarget);
  const lines = parse(form.get('lines'), { serialNumber: form.get('serialNumber').trim(), protocol: form.get('protocol') });
  [busy, failure, results] = [true, null, []];
  window.dispatchEvent(new Event('draw'));
  try {
    for (let i = 0; i < lines.length; i += AT_ONCE) {
      await handSome(lines.slice(i, i + AT_ONCE));
    }
  } catch (error) {
    failure = `${error.message} ${results.length} of ${lines.length} lines have been handed in.`;
  }
  busy = false;
  window.dispatchEvent(new Event('draw'));
}

async function handSome(lines) {
  const sent = lines.filter((line) => line.task);
  const answer = sent.length ? await send('POST', 'api/v1/tasks/batch', { tasks: sent.map((line) => line.task) }) : { results: [] };
  const bySent = new Map(sent.map((line, i) => [line.line, answer.results[i]]));
  results.push(...lines.map((line) => ({ ...line, ...(bySent.get(line.line) ?? { status: 'invalid', message: line.message }) })));
}
