// What stands above every view: where one is, how fresh it is, how the service itself is, and who looks.
import { html, nothing } from '../webjars/lit-html/lit-html.js';
import { range, to } from './address.js';
import { count } from './figures.js';
import { help } from './keys.js';
import { ago, clock, length, now, utc, when, zone } from './time.js';
import { scoped, user } from './who.js';

const VIEWS = { fleet: 'Fleet', urls: 'Urls', tasks: 'Tasks', wall: 'Wall' };
const WITHIN = { gateways: 'fleet', tests: 'fleet', url: 'urls', register: 'tasks' };
const THEMES = { auto: '◐', light: '☀', dark: '☾' };

export function top(app) {
  const current = WITHIN[app.route.view] ?? app.route.view;
  return html`
    <header class="top">
      <a class="brand" href="#/"><img src="assets/icon.svg" alt="" width="24" height="24">Gatewatch</a>
      <nav aria-label="Views">
        ${Object.entries(VIEWS).map(([view, name]) => html`<a href=${to(view, [], view === 'tasks' ? {} : { window: range().window })}
          aria-current=${view === current ? 'page' : 'false'}>${name}</a>`)}
      </nav>
      <span class="space"></span>
      ${fresh(app)}
      <time class="clock" title="${utc(now())}, ${zone}">${clock(now())}<small>${utc(now()).slice(11, 16)} UTC</small></time>
      <button class="quiet" @click=${turn} title="Light, dark, or as the system has it">
        <span aria-hidden="true">${THEMES[theme()]}</span><span class="hidden">Colours: ${theme()}</span></button>
      <button class="quiet" @click=${help} title="Keys"><span aria-hidden="true">?</span><span class="hidden">Keys</span></button>
      ${user() ? html`<span class="user" title=${(user().roles ?? []).join(', ')}>${user().name}${scoped() ? html` <small>sees ${user().scope.slice(0, 3).join(', ')}${user().scope.length > 3 ? ' …' : ''}</small>` : nothing}</span>
        <button class="quiet" @click=${app.leave}>Log out</button>` : nothing}
    </header>
    ${service(app.status)}`;
}

function fresh({ loadedAt, failing, live, again }) {
  const words = failing ? 'Not up to date' : live ? 'Live' : 'Not live';
  const mark = failing ? '▲' : live ? '●' : '■';
  return html`<button class="quiet fresh ${failing ? 'failing' : live ? 'ok' : ''}" @click=${again} title="Read again">
    <span aria-hidden="true">${mark}</span> ${words}${loadedAt ? html` <small>${clock(loadedAt, { second: '2-digit' })}</small>` : nothing}</button>`;
}

/** Whether the figures themselves can be trusted: a pause, a spent budget or a lag is said before anything else. */
function service(status) {
  if (status === false) {
    return html`<section class="service" aria-label="Gatewatch itself"><span class="degraded">▲ Pace, budget and lag could not be read. Retrying.</span></section>`;
  }
  if (!status) {
    return nothing;
  }
  const { pace, day } = status;
  const paused = pace.pausedUntil && Date.parse(pace.pausedUntil) > now();
  const slowed = pace.perSecond < pace.limitPerSecond;
  const lag = status.lagSeconds;
  return html`<section class="service" aria-label="Gatewatch itself">
    ${paused
      ? html`<span class="failing"><span aria-hidden="true">⏸</span> <b>Paused</b> until ${when(pace.pausedUntil, (at) => clock(at, { second: '2-digit' }))}: ${pace.pauseReason ?? 'Central asked for it'}</span>`
      : html`<span class=${slowed ? 'degraded' : ''}><i>Pace</i> ${slowed ? '▲ ' : ''}${count(pace.perSecond)}${slowed ? ` of ${count(pace.limitPerSecond)}` : ''} calls/s</span>`}
    ${budget(day)}
    <span class=${lag > 30 ? 'degraded' : ''} title="From the end of a test to its storing, median of the last hour"><i>Lag</i> ${lag === null ? '–' : length(lag * 1000)}</span>
    <span><i>Pending</i> <a href="#/tasks">${count(status.pending)}</a>${status.oldestPendingAt ? html`, oldest <span title=${status.oldestPendingAt}>${ago(status.oldestPendingAt)}</span>` : nothing}</span>
    ${errors(status.lastErrors)}
  </section>`;
}

function budget(day) {
  if (!day) {
    return html`<span><i>Budget</i> no daily limit</span>`;
  }
  const short = day.runsOutAt !== null;
  return html`<span class=${short ? 'failing' : ''} title="Forecast: ${count(day.forecast)} calls until ${day.resetsAt}">
    <i>Budget</i> ${count(day.remaining)} of ${count(day.limit)} left${short ? html`, <b>▲ gone by ${when(day.runsOutAt, clock)}</b>` : ', lasts the day'}</span>`;
}

/** Of the last quarter of an hour only: older ones are history. */
function errors(byKind) {
  const recent = Object.entries(byKind ?? {}).filter(([, last]) => now() - Date.parse(last.at) < 900_000);
  return recent.map(([kind, last]) => html`<span class="degraded" title=${last.message}>▲ ${kind.replaceAll('_', ' ')} ${when(last.at, clock)}</span>`);
}

function theme() {
  return localStorage.getItem('theme') ?? 'auto';
}

function turn() {
  const next = { auto: 'light', light: 'dark', dark: 'auto' }[theme()];
  localStorage.setItem('theme', next);
  wear();
  window.dispatchEvent(new Event('theme'));
  window.dispatchEvent(new Event('draw'));
}

function wear() {
  document.documentElement.dataset.theme = theme();
}

wear();
