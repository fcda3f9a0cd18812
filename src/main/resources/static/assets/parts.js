// Parts of every view: what is loading, empty, broken or not allowed; ranges, filters, downloads.
import { html, nothing } from '../webjars/lit-html/lit-html.js';
import { but, go } from './address.js';
import { download, mayRecover } from './api.js';
import { WINDOWS, clock, exact, iso, utc } from './time.js';

export const loading = (what) => html`<div class="state" role="status"><span class="spinner" aria-hidden="true"></span><p>Reading ${what} …</p></div>`;

export const empty = (title, hint) => html`<div class="state"><p><strong>${title}</strong></p><p>${hint ?? nothing}</p></div>`;

export function broken(error, again) {
  if (error.status === 403) {
    return html`<div class="state" role="alert"><h1>You may not see this.</h1><p>${error.message} Ask whoever runs Gatewatch for a role.</p></div>`;
  }
  if (error.status === 404) {
    return html`<div class="state" role="alert"><h1>There is no such thing.</h1><p>${error.message}</p><p><a href="#/">To the fleet</a></p></div>`;
  }
  const title = error.status ? 'The server could not answer.' : 'The server cannot be reached.';
  return html`<div class="state" role="alert"><h1>${title}</h1>
    <p>${why(error)} ${retrying(error)}</p>
    <p><button @click=${again}>Try now</button></p></div>`;
}

const why = (error) => {
  const text = error instanceof TypeError ? 'The server cannot be reached.' : error.message;
  return /[.!?]$/.test(text) ? text : `${text}.`;
};
const retrying = (error) => (mayRecover(error) ? 'Retrying.' : '');

/** What is said above a view of which nothing could be read this time. */
export function outage(error, hasFigures, again) {
  return html`<p class="stale outage" role="alert">Nothing could be read: ${why(error)}
    ${hasFigures ? 'These are the last figures that could be read.' : nothing} ${retrying(error)} <button @click=${again}>Try now</button></p>`;
}

/** Says in place which of these parts of a view could not be read. */
export function unread({ read }, ...names) {
  return names.filter((name) => read.failed[name]).map((name) => {
    const { title, error } = read.failed[name];
    const hasFigures = read.values[name] !== null;
    if (read.allFailed && hasFigures) {
      return nothing;
    }
    return html`<p class="stale unread" role="status">${title} could not be read${read.allFailed ? '.' : html`: ${why(error)}
      ${hasFigures ? `What is shown was read at ${clock(read.at[name], { second: '2-digit' })}.` : nothing} ${retrying(error)}`}</p>`;
  });
}

/** A part of a view: what is known of it, and that it could not be read when it could not. */
export function part(data, name, draw) {
  const value = data.read.values[name] ?? null;
  return html`${unread(data, name)}${value === null ? nothing : draw(value)}`;
}

/** One of several, each with an address. */
export function choice(label, options, chosen, address) {
  return html`<nav class="choice" aria-label=${label}>
    ${Object.entries(options).map(([value, text]) => html`<a href=${address(value)} aria-current=${value === chosen ? 'true' : 'false'}>${text}</a>`)}
  </nav>`;
}

export const windows = (chosen) =>
  choice('Window', WINDOWS, chosen, (window) => but({ window, from: undefined, to: undefined, at: undefined }));

/** The range that is shown, and how to keep it for a ticket. */
export function rangeBar(range) {
  return html`<div class="bar">
    ${windows(range.window)}
    ${range.fixed
      ? html`<span class="fixed" title="${utc(range.from)} – ${utc(range.to)}">${exact(range.from)} – ${exact(range.to)}</span>
          <a class="button" href=${but({ from: undefined, to: undefined })}>Back to live</a>`
      : html`<button title="An address that shows this very range to whoever opens it" @click=${() => pin(range)}>Pin this range</button>`}
  </div>`;
}

function pin(range) {
  go(but({ from: iso(Math.floor(range.from / 60_000) * 60_000), to: iso(Math.ceil(range.to / 60_000) * 60_000), window: undefined }));
}

/** Zooming in a chart fixes the range; never less than two minutes. */
export function zoom(from, to) {
  const start = Math.floor(from / 60) * 60_000;
  const end = Math.max(Math.ceil(to / 60) * 60_000, start + 120_000);
  go(but({ from: iso(start), to: iso(end), window: undefined, at: undefined }));
}

export function csv(text, path, query, name) {
  const save = async (event) => {
    const button = event.currentTarget;
    button.disabled = true;
    try {
      await download(path, query, name);
    } catch (error) {
      window.dispatchEvent(new CustomEvent('notice', { detail: `No table: ${error.message}` }));
    } finally {
      button.disabled = false;
    }
  };
  return html`<button class="quiet" @click=${save}><span aria-hidden="true">⤓</span> ${text}</button>`;
}

export function notice(text) {
  window.dispatchEvent(new CustomEvent('notice', { detail: text }));
}

export function tile(label, value, more = nothing, state = '') {
  return html`<div class="tile ${state}"><dt>${label}</dt><dd>${value}</dd>${more === nothing ? nothing : html`<dd class="more">${more}</dd>`}</div>`;
}
