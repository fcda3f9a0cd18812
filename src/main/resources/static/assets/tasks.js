// Tasks: what is still awaited, and what ended without a result, why, and what can be done about it.
import { html, nothing } from '../webjars/lit-html/lit-html.js';
import { but, replace, to } from './address.js';
import { get, readParts, send, SCRIPT } from './api.js';
import { count, sign } from './figures.js';
import { choice, empty, notice, unread } from './parts.js';
import { ago, now, length, when } from './time.js';
import { mayOperate, user } from './who.js';

const LOST = ['notFound', 'expired', 'rejected', 'unreadable', 'cancelled'];
const STATES = { pending: 'Pending', lost: 'Without a result', notFound: 'Not found', expired: 'Expired', rejected: 'Rejected', unreadable: 'Unreadable', cancelled: 'Cancelled', finished: 'Finished' };
const WHY = {
  notFound: 'Central knew no such task, three times in a row.',
  expired: 'Past its deadline, and the last answer held no result.',
  rejected: 'Central called the request bad.',
  unreadable: 'Three answers in a row could not be read.',
  cancelled: 'Somebody cancelled it.',
};
const SIGNS = { pending: 'silent', finished: 'ok', cancelled: 'silent' };

export const tasks = {
  what: 'the tasks',
  every: 10_000,
  title: () => 'Tasks',
  key: ({ query }) => `tasks ${query.state ?? 'pending'} ${query.serialNumber ?? ''}`,
  same: (route, key) => key?.startsWith('tasks'),

  async load({ query }, signal, before) {
    const state = STATES[query.state] ? query.state : 'pending';
    const asked = { serialNumber: query.serialNumber, limit: 100 };
    const calls = (state === 'lost' ? LOST : [state]).map((one) => [one, [`Tasks “${STATES[one]}”`, get('api/v1/tasks', { ...asked, state: one }, { signal })]]);
    const read = await readParts(Object.fromEntries(calls), { before });
    const lists = Object.values(read.values).filter(Boolean);
    const items = lists.flatMap((list) => list.items).sort((a, b) => Date.parse(b.registeredAt) - Date.parse(a.registeredAt));
    return { read, state, items, more: lists.some((list) => list.nextCursor) };
  },

  render({ query }, data) {
    const typed = (event) => replace(but({ serialNumber: event.target.value.trim() || undefined }));
    return html`<div class="title"><h1>Tasks</h1>
        ${mayOperate() ? html`<a class="button primary" href="#/register">Register tasks</a>` : html`<span class="muted">As ${user()?.roles?.[0] ?? 'viewer'} you may look; an operator may register, retry and cancel.</span>`}</div>
      <div class="bar filters">${choice('State', STATES, data.state, (state) => but({ state: state === 'pending' ? undefined : state }))}
        <label class="hidden" for="filter">Serial number</label>
        <input id="filter" type="search" placeholder="Whole serial number" pattern="[A-Za-z0-9\\-]{1,64}" .value=${query.serialNumber ?? ''} @change=${typed}></div>
      ${unread(data, ...Object.keys(data.read.values))}
      ${data.items.length > 0 ? table(data) : Object.keys(data.read.failed).length > 0 ? nothing : nought(data.state)}`;
  },
};

function nought(state) {
  return state === 'pending' ? empty('Nothing is pending.', 'Every test that was handed in has ended.') : empty('None.', 'Every other task has a result, or is awaited still.');
}

function table(data) {
  return html`<table class="list">
    <caption class="hidden">Tasks, newest first</caption>
    <thead><tr><th scope="col">Task</th><th scope="col">State</th><th scope="col">Gateway</th><th scope="col">Registered</th><th scope="col">${data.state === 'pending' ? 'Asked next' : 'Ended'}</th>
      <th scope="col" class="number">Asked</th><th scope="col">What Central said last</th>${mayOperate() ? html`<th scope="col">Do</th>` : nothing}</tr></thead>
    <tbody>${data.items.map(line)}</tbody>
  </table>${data.more ? html`<p>These are the newest; give a serial number for older ones.</p>` : nothing}`;
}

function line(task) {
  const isPending = task.state === 'pending';
  return html`<tr>
    <th scope="row">${task.state === 'finished' ? html`<a class="row" href=${to('tests', [task.taskId])}>${task.taskId}</a>` : html`<code>${task.taskId}</code>`}
      <small>${task.url ?? 'url not said'} · ${task.protocol}</small></th>
    <td>${sign(SIGNS[task.state] ?? 'failing', STATES[task.state])}</td>
    <td><a href=${to('gateways', [task.serialNumber])}>${task.serialNumber}</a></td>
    <td>${when(task.registeredAt)} <small>${ago(task.registeredAt)}</small></td>
    <td>${isPending ? next(task) : when(task.settledAt)}</td>
    <td class="number">${count(task.polls)}</td>
    <td class="words">${words(task)}</td>
    ${mayOperate() ? html`<td>${task.state === 'finished' ? nothing : isPending ? button(task, 'Cancel', 'DELETE', '') : button(task, 'Retry', 'POST', '/retry')}</td>` : nothing}
  </tr>`;
}

function next(task) {
  const wait = Date.parse(task.nextPollAt) - now();
  return html`<span title=${task.nextPollAt}>${wait > 0 ? `in ${length(wait)}` : 'now'}</span>`;
}

function words(task) {
  const progress = task.lastStatus ? `${task.lastStatus}${task.progressPercent === null ? '' : ` ${task.progressPercent} %`}` : nothing;
  return html`${task.state === 'pending' ? progress : nothing} ${WHY[task.state] ?? nothing} ${task.lastError ? html`<q>${task.lastError}</q>` : nothing}
    ${task.unreadableBody ? html`<details><summary>The answer that could not be read</summary><pre tabindex="0">${task.unreadableBody}</pre></details>` : nothing}
    ${task.state === 'rejected' ? html`<details @toggle=${(event) => keptBody(event, task)}><summary>What Central answered</summary><pre tabindex="0">…</pre></details>` : nothing}`;
}

/** The body of the rejection is what Central's own call answers now. */
async function keptBody({ currentTarget: details }, task) {
  const pre = details.querySelector('pre');
  if (details.open && pre.textContent === '…') {
    const answer = await fetch(`network-troubleshooting/v1/gateways/${task.serialNumber}/${task.protocol}/async-operations/${task.taskId}`, { headers: SCRIPT });
    pre.textContent = await answer.text();
  }
}

function button(task, text, method, path) {
  const act = async (event) => {
    event.currentTarget.disabled = true;
    try {
      await send(method, `api/v1/tasks/${encodeURIComponent(task.taskId)}${path}`);
      notice(text === 'Retry' ? `Task ${task.taskId} is awaited again.` : `Task ${task.taskId} is cancelled.`);
    } catch (error) {
      notice(`Task ${task.taskId}: ${error.message}`);
    }
    window.dispatchEvent(new Event('again'));
  };
  return html`<button @click=${act} aria-label="${text} ${task.taskId}">${text}</button>`;
}
