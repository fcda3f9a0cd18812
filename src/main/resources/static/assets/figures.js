// What figures mean, and how they are written.
import { html, svg, nothing } from '../webjars/lit-html/lit-html.js';

/** The states of a gateway or url, worst first. Colour never stands alone: each has a word and a shape. */
export const STATES = {
  failing: { word: 'Failing', shape: svg`<path d="M2 2h12v12H2z"/>` },
  degraded: { word: 'Degraded', shape: svg`<path d="M8 1.5 15 14H1z"/>` },
  silent: { word: 'Silent', shape: svg`<circle cx="8" cy="8" r="5.5" class="hollow"/>` },
  ok: { word: 'OK', shape: svg`<circle cx="8" cy="8" r="6"/>` },
};
export const RANK = Object.keys(STATES);

/** Success rates below which a step of time is drawn as failing or degraded, in percent. */
export const FAILING_BELOW = 50;
export const DEGRADED_BELOW = 95;

export function stateOf(rate) {
  if (rate === null || rate === undefined) {
    return 'silent';
  }
  return rate < FAILING_BELOW ? 'failing' : rate < DEGRADED_BELOW ? 'degraded' : 'ok';
}

/** Failing as docs/verdicts.md has it: of at least half of the tests nothing came back. */
export function stateOfFigures({ tests, failedTests, successRatePercent }) {
  if (tests === 0) {
    return 'silent';
  }
  return 2 * failedTests >= tests ? 'failing' : successRatePercent !== null && successRatePercent < DEGRADED_BELOW ? 'degraded' : 'ok';
}

const OUTCOMES = { success: 'ok', partial: 'degraded', failure: 'failing' };
const OUTCOME_WORDS = { success: 'Success', partial: 'Partial', failure: 'Failure' };

export function sign(state, word = STATES[state].word) {
  return html`<span class="sign ${state}"><svg viewBox="0 0 16 16" aria-hidden="true">${STATES[state].shape}</svg>${word ? html`<span>${word}</span>` : nothing}</span>`;
}

export const outcome = (text) => sign(OUTCOMES[text], OUTCOME_WORDS[text]);

const COUNT = new Intl.NumberFormat();
const TENTH = new Intl.NumberFormat(undefined, { minimumFractionDigits: 1, maximumFractionDigits: 1 });

const none = '–';
export const count = (value) => (value === null || value === undefined ? none : COUNT.format(value));

/** Never rounded up to a whole 100 %: one failure in a thousand is to be seen. */
export function percent(value) {
  if (value === null || value === undefined) {
    return none;
  }
  const shown = value > 99.9 && value < 100 ? 99.9 : value;
  return `${shown === 100 || shown === 0 ? shown : TENTH.format(shown)} %`;
}

export function millis(value) {
  if (value === null || value === undefined) {
    return none;
  }
  return value >= 10_000 ? `${TENTH.format(value / 1000)} s` : `${COUNT.format(Math.round(value))} ms`;
}

export function bytes(value, per = '') {
  if (value === null || value === undefined) {
    return none;
  }
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const power = Math.min(units.length - 1, value < 1 ? 0 : Math.floor(Math.log10(value) / 3));
  return `${power === 0 ? COUNT.format(Math.round(value)) : TENTH.format(value / 1000 ** power)} ${units[power]}${per}`;
}

/** A change against another figure, signed and in words for those who cannot see arrows. */
export function change(value, before, unit, betterUp) {
  if (value === null || before === null || value === undefined || before === undefined) {
    return html`<span class="none">nothing to compare</span>`;
  }
  const difference = value - before;
  const text = `${difference > 0 ? '+' : difference < 0 ? '−' : '±'}${unit(Math.abs(difference))}`;
  const much = unit(Math.abs(difference)) !== unit(0);
  const good = difference > 0 === betterUp;
  return html`<span class=${much ? (good ? 'better' : 'worse') : 'same'}>${much ? (difference > 0 ? '▲ ' : '▼ ') : ''}${text}</span>`;
}
