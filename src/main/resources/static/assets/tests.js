// Finished tests: a list of them, and one whole with its responses and the device's own text.
import { html, nothing } from '../webjars/lit-html/lit-html.js';
import { but, to } from './address.js';
import { get, readParts } from './api.js';
import { bytes, count, millis, outcome, percent } from './figures.js';
import { choice, empty, notice, part, tile } from './parts.js';
import { exact, iso, length, when } from './time.js';

const OUTCOMES = { '': 'All', success: 'Success', partial: 'Partial', failure: 'Failure' };

export const outcomes = (query) => choice('Outcome', OUTCOMES, query.outcome ?? '', (value) => but({ outcome: value || undefined }));

export function testList(tests, path) {
  return html`${tests.items.length === 0 ? empty('No such test in this range.') : html`<table class="list">
      <caption class="hidden">Tests, newest first</caption>
      <thead><tr><th scope="col">Started</th><th scope="col">Outcome</th><th scope="col">Url</th><th scope="col" class="number">Success</th>
        <th scope="col" class="number">Answers</th><th scope="col" class="number">Mean latency</th><th scope="col" class="number">Least – most</th><th scope="col">Why</th></tr></thead>
      <tbody>${tests.items.map(line)}</tbody></table>
      ${tests.nextCursor ? html`<p><button @click=${(event) => further(event, tests, path)}>Older tests</button></p>` : nothing}`}`;
}

function line(test) {
  return html`<tr>
    <th scope="row"><a class="row" href=${to('tests', [test.taskId])}>${when(test.observedAt, exact)}</a></th>
    <td>${outcome(test.outcome)}</td><td>${test.url ?? 'unknown'} <small>${test.protocol}</small></td>
    <td class="number">${percent(test.successRatePercent)}</td>
    <td class="number">${count(test.responsesReceived)} of ${count(test.requestsSent)}</td>
    <td class="number">${millis(test.averageLatencyMilliseconds)}</td>
    <td class="number">${millis(test.minimumLatencyMilliseconds)} – ${millis(test.maximumLatencyMilliseconds)}</td>
    <td>${test.failReason ?? nothing}</td></tr>`;
}

async function further(event, tests, path) {
  const button = event.currentTarget;
  button.disabled = true;
  try {
    const more = await get(`${path}/tests`, { cursor: tests.nextCursor, limit: 100 });
    tests.items.push(...more.items);
    tests.nextCursor = more.nextCursor;
  } catch (error) {
    notice(`Older tests could not be read: ${error.message}`);
  }
  button.disabled = false;
  window.dispatchEvent(new Event('draw'));
}

export const test = {
  what: 'the test',
  every: 0,
  title: ({ of }, data) => (data?.read.values.test ? `Test of ${data.read.values.test.serialNumber}` : `Test ${of[0]}`),
  key: ({ of }) => `test ${of[0]}`,
  load: async ({ of }, signal, before) => ({
    read: await readParts({ test: ['The test', get(`api/v1/tests/${encodeURIComponent(of[0])}`, {}, { signal })] }, { before, main: 'test' }),
  }),
  render: ({ of }, data) => html`${data.read.values.test ? nothing : html`<div class="title"><h1>Test ${of[0]}</h1></div>`}${part(data, 'test', whole)}`,
};

function whole(test) {
  const at = Date.parse(test.observedAt);
  const took = test.startedAt && test.endedAt ? length(Date.parse(test.endedAt) - Date.parse(test.startedAt)) : '–';
  return html`
    <div class="title"><h1>Test of <a href=${to('gateways', [test.serialNumber], { from: iso(at - 1_800_000), to: iso(at + 1_800_000) })}>${test.serialNumber}</a></h1>${outcome(test.outcome)}
      <span class="muted">${test.url ?? 'url unknown'} by ${test.protocol} · ${when(test.observedAt, exact)} · task ${test.taskId}</span></div>
    ${test.failReason ? html`<p class="stale">${test.failReason}</p>` : nothing}
    <dl class="totals">
      ${tile('Success', percent(test.successRatePercent))}
      ${tile('Answers', html`${count(test.responsesReceived)} of ${count(test.requestsSent)}`)}
      ${tile('Mean latency', millis(test.averageLatencyMilliseconds))}
      ${tile('Least', millis(test.minimumLatencyMilliseconds))}
      ${tile('Most', millis(test.maximumLatencyMilliseconds))}
      ${tile('Took', took)}
      ${tile('Central says', html`<small>${test.status}</small>`)}
    </dl>
    <section aria-labelledby="rows"><h2 id="rows">Responses</h2>${test.responses.length ? responses(test.responses) : empty('Nothing came back.')}</section>
    <section aria-labelledby="raw"><h2 id="raw">The device's own words</h2>
      ${test.rawOutput ? html`<pre tabindex="0">${test.rawOutput.trim()}</pre>` : empty('Central passed none on.')}</section>`;
}

function responses(rows) {
  const most = Math.max(...rows.map((row) => row.responseTimeMilliseconds ?? 0), 1);
  return html`<table class="list">
    <thead><tr><th scope="col" class="number">No.</th><th scope="col">Code</th><th scope="col" class="number">Time</th><th scope="col"><span class="hidden">Time as a bar</span></th>
      <th scope="col" class="number">Size</th><th scope="col" class="number">Rate</th></tr></thead>
    <tbody>${rows.map((row) => html`<tr>
      <th scope="row" class="number">${row.responseNumber ?? '–'}</th><td>${row.responseCode ?? '–'}</td>
      <td class="number">${millis(row.responseTimeMilliseconds)}</td>
      <td>${row.responseTimeMilliseconds === null ? nothing : html`<meter min="0" max=${most} value=${row.responseTimeMilliseconds} aria-label="Time of response ${row.responseNumber}"></meter>`}</td>
      <td class="number">${bytes(row.responseBytes)}</td><td class="number">${row.downloadRate ?? '–'}</td></tr>`)}</tbody>
  </table>`;
}
