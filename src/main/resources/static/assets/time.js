// Times as the one who looks reads them: in the browser's zone, with UTC beside it; "now" is the server's.
import { html } from '../webjars/lit-html/lit-html.js';

export const WINDOWS = { PT1H: '1 h', PT3H: '3 h', PT6H: '6 h', PT24H: '24 h', P7D: '7 d', P30D: '30 d' };
const HOURS = { PT1H: 1, PT3H: 3, PT6H: 6, PT24H: 24, P7D: 168, P30D: 720 };
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

let ahead = 0;

/** The server's clock counts: a wall's may be wrong. */
export function setNow(iso) {
  ahead = Date.parse(iso) - Date.now();
}

export const now = () => Date.now() + ahead;
export const iso = (millis) => new Date(millis).toISOString().replace(/\.000Z$/, 'Z');
export const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** The range of an address: fixed by `from` and `to`, else a window until now. */
export function range(query, byDefault = 'PT24H') {
  if (query.from && query.to && Date.parse(query.from) < Date.parse(query.to)) {
    return { from: Date.parse(query.from), to: Date.parse(query.to), fixed: true };
  }
  const window = HOURS[query.window] ? query.window : byDefault;
  return { from: now() - HOURS[window] * HOUR, to: now(), window, fixed: false };
}

export const windowOf = (query, byDefault = 'PT1H') => (HOURS[query.window] ? query.window : byDefault);

/** Strips and sparklines show at least a day. */
export const stripWindow = (window) => (HOURS[window] > 24 ? window : 'PT24H');

const CLOCK = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' };
const DATE = { day: '2-digit', month: 'short' };

function format(millis, options) {
  return new Intl.DateTimeFormat(undefined, options).format(millis);
}

export function clock(millis, options = {}) {
  return format(millis, { ...CLOCK, ...options });
}

export const date = (millis) => format(millis, DATE);

/** The time alone for the last half day, else with its date. */
export function moment(millis) {
  const near = Math.abs(now() - millis) < 12 * HOUR;
  return near ? clock(millis) : `${date(millis)} ${clock(millis)}`;
}

export const exact = (millis) => `${format(millis, { ...DATE, year: 'numeric' })} ${clock(millis, { second: '2-digit' })}`;

export const utc = (millis) => `${new Date(millis).toISOString().slice(0, 19).replace('T', ' ')} UTC`;

/** A time to read, with UTC for who points at it. */
export function when(text, show = moment) {
  if (!text) {
    return html`<span class="none">–</span>`;
  }
  const millis = Date.parse(text);
  return html`<time datetime=${text} title=${utc(millis)}>${show(millis)}</time>`;
}

/** 95 s as "1 min 35 s", 7,500 s as "2 h 5 min". */
export function length(millis) {
  const seconds = Math.max(0, Math.round(millis / 1000));
  const parts = [
    [Math.floor(seconds / 86_400), 'd'],
    [Math.floor(seconds / 3600) % 24, 'h'],
    [Math.floor(seconds / 60) % 60, 'min'],
    [seconds % 60, 's'],
  ];
  const first = parts.findIndex(([count]) => count > 0);
  if (first < 0) {
    return '0 s';
  }
  return parts.slice(first, first + 2).filter(([count]) => count > 0).map(([count, unit]) => `${count} ${unit}`).join(' ');
}

export const ago = (text) => (text ? `${length(now() - Date.parse(text))} ago` : 'never');

/** How long an ISO 8601 step is: hours and days alone are met here. */
export function stepMillis(step) {
  const [, days, hours, minutes] = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?/.exec(step);
  return (days ?? 0) * DAY + (hours ?? 0) * HOUR + (minutes ?? 0) * 60_000;
}
