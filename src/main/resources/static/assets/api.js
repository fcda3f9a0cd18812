// Speaks to the REST API of the server that this page came from.
import { now } from './time.js';

/** An answer that is no success: its status, and what the server said about it. */
export class Refused extends Error {
  constructor(status, problem) {
    super(problem.detail ?? problem.title ?? `The server answered ${status}.`);
    this.status = status;
    this.errors = problem.errors ?? [];
  }
}

/** Whether the same request may succeed later. The other 4xx say that the request itself is wrong. */
export const mayRecover = ({ status }) => !(status >= 400 && status < 500) || status === 408 || status === 429;

const MOST_PAGES = 20;
const waiting = [];
let free = 3;

/** Says that a script asks, so that the server does not have the browser ask for a password in a window of its own. */
export const SCRIPT = { 'X-Requested-With': 'fetch' };

export function address(path, query = {}) {
  const asked = Object.entries(query).filter(([, value]) => value !== undefined && value !== null && value !== '');
  const text = new URLSearchParams(asked).toString();
  return text ? `${path}?${text}` : path;
}

/** Reads JSON; throws Refused, or TypeError when the server cannot be reached. */
export async function get(path, query, { signal } = {}) {
  await turn();
  try {
    return await body(await patient(address(path, query), { signal, headers: { ...SCRIPT, Accept: 'application/json' } }));
  } finally {
    done();
  }
}

/** Readers share few places in the server; one page leaves some to others, and comes again when it is told to. */
async function patient(asked, options, tries = 3) {
  const answer = await fetch(asked, options);
  if (answer.status !== 503 || tries === 1) {
    return answer;
  }
  const seconds = Math.min(10, Number(answer.headers.get('Retry-After')) || 2);
  await pause(seconds * 1000 * (0.5 + Math.random()), options.signal);
  return patient(asked, options, tries - 1);
}

/** Ends early when nobody waits for the answer any more, so that it keeps no place from others. */
const pause = (millis, signal) => new Promise((end) => {
  setTimeout(end, millis);
  signal?.addEventListener('abort', end, { once: true });
});

const turn = () => (free > 0 ? Promise.resolve(free--) : new Promise((mine) => waiting.push(mine)));

function done() {
  const next = waiting.shift();
  if (next) {
    next();
  } else {
    free++;
  }
}

/** Reads a list to its end, or to the first 10,000 items of it; the answer is the first page with all the items. */
export async function all(path, query, options) {
  const first = await get(path, { ...query, limit: 500 }, options);
  let next = first.nextCursor;
  for (let page = 1; next && page < MOST_PAGES; page++) {
    const more = await get(path, { ...query, limit: 500, cursor: next }, options);
    first.items.push(...more.items);
    next = more.nextCursor;
  }
  return first;
}

/**
 * Reads the parts of a view side by side: each of `calls` is a title and a promise. A part that cannot be read does not take the
 * others with it: `failed` says why, and its value is the one of `before`, an earlier reading of the same, else null. Only a
 * 401, and a 403 or 404 of the part `main`, fail the whole view. A promise of undefined says that there was nothing to ask for.
 */
export async function readParts(calls, { before, main } = {}) {
  const read = { values: {}, at: {}, failed: {}, allFailed: true };
  await Promise.all(Object.entries(calls).map(async ([name, [title, call]]) => {
    const kept = before?.read.values[name] ?? null;
    try {
      const value = await call;
      read.values[name] = value === undefined ? kept : value;
      read.at[name] = value === undefined ? before?.read.at[name] : now();
      read.allFailed &&= value === undefined;
    } catch (error) {
      if (error.status === 401 || (name === main && [403, 404].includes(error.status))) {
        throw error;
      }
      read.failed[name] = { title, error };
      read.values[name] = kept;
      read.at[name] = before?.read.at[name];
    }
  }));
  return read;
}

/** For a part that only compares: where the server has nothing to compare with, there is no such part. */
export const comparison = (call) => call.catch((error) => {
  if (mayRecover(error) || error.status === 401) {
    throw error;
  }
  return null;
});

/** Changes something; the session's token is sent along, so that no other site can ask for it. */
export async function send(method, path, content) {
  const form = content instanceof URLSearchParams;
  const headers = { ...SCRIPT, Accept: 'application/json', 'X-XSRF-TOKEN': cookie('XSRF-TOKEN') };
  if (content && !form) {
    headers['Content-Type'] = 'application/json';
  }
  return body(await fetch(path, { method, headers, body: form || !content ? content : JSON.stringify(content) }));
}

/** Saves what a call answers as a table. */
export async function download(path, query, name) {
  const answer = await fetch(address(path, query), { headers: { ...SCRIPT, Accept: 'text/csv' } });
  if (!answer.ok) {
    await body(answer);
  }
  const link = document.createElement('a');
  link.href = URL.createObjectURL(await answer.blob());
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

async function body(answer) {
  const isJson = (answer.headers.get('Content-Type') ?? '').includes('json');
  const content = isJson ? await answer.json() : {};
  if (!answer.ok) {
    throw new Refused(answer.status, content);
  }
  return content;
}

function cookie(name) {
  const found = document.cookie.split('; ').find((part) => part.startsWith(`${name}=`));
  return found ? decodeURIComponent(found.slice(name.length + 1)) : '';
}
