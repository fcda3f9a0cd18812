// Small pictures beside each of many: a strip of success, a line of latency.
import { html, svg, nothing } from '../webjars/lit-html/lit-html.js';
import { DEGRADED_BELOW, RANK, stateOf, percent } from './figures.js';
import { DAY, HOUR, MINUTE, clock, date, length, moment, stepMillis } from './time.js';

const HEIGHTS = { failing: 20, degraded: 13, ok: 6, silent: 1 };

/** When each step of an answer starts. */
export const starts = (answer) =>
  Array.from({ length: answer.items[0]?.tests.length ?? 0 }, (_, i) => Date.parse(answer.from) + i * stepMillis(answer.step));

/** The higher a bar, the worse: it is read without colour, too. One path a state, for a thousand rows at once. */
export function strip(of, label) {
  if (!of) {
    return nothing;
  }
  const rates = of.successRatePercent;
  const width = 120 / rates.length;
  const paths = { failing: '', degraded: '', ok: '', silent: '' };
  rates.forEach((rate, i) => {
    const state = stateOf(rate);
    paths[state] += `M${(i * width).toFixed(1)} 20v-${HEIGHTS[state]}h${(width - 1).toFixed(1)}v${HEIGHTS[state]}z`;
  });
  return html`<svg class="strip" viewBox="0 0 120 20" preserveAspectRatio="none" role="img" aria-label=${label ?? summary(rates)}>
    ${RANK.filter((state) => paths[state]).map((state) => svg`<path class=${state} d=${paths[state]}/>`)}
  </svg>`;
}

function summary(rates) {
  const bad = rates.filter((rate) => rate !== null && rate < DEGRADED_BELOW).length;
  const worst = Math.min(...rates.filter((rate) => rate !== null));
  return bad === 0 ? 'no bad step' : `${bad} of ${rates.length} steps below ${DEGRADED_BELOW} %, worst ${percent(worst)}`;
}

export function sparkline(values, label) {
  const most = Math.max(...values.map((value) => value ?? 0));
  if (!(most > 0)) {
    return nothing;
  }
  const width = 120 / Math.max(1, values.length - 1);
  let path = '';
  let pen = 'M';
  values.forEach((value, i) => {
    if (value === null) {
      pen = 'M';
    } else {
      const alone = pen === 'M' && values[i + 1] == null;
      path += `${pen}${(i * width).toFixed(1)} ${(19 - (value / most) * 17).toFixed(1)}${alone ? 'h2' : ''}`;
      pen = 'L';
    }
  });
  return html`<svg class="sparkline" viewBox="0 0 122 20" preserveAspectRatio="none" role="img" aria-label=${label}><path d=${path} fill="none"/></svg>`;
}

/**
 * Since when the steps have been bad without a good one between; null when the last one is good. When none was good before
 * and there were results before the first step, it may have been bad for longer than is shown: then `atLeast` says how long.
 */
export function badSince(of, times, to) {
  const step = times[1] - times[0];
  let first = null;
  let isKnown = false;
  for (let i = times.length - 1; i >= 0 && !isKnown; i--) {
    const rate = of.successRatePercent[i];
    isKnown = rate !== null && rate >= DEGRADED_BELOW;
    first = rate === null || isKnown ? first : i;
  }
  if (first === null) {
    return null;
  }
  const [begin, end] = [times[first], times[first] + step];
  const seen = Math.min(Date.parse(of.firstSeenAt), to);
  if (!isKnown && seen < times[0] && to - end >= HOUR) {
    return { atLeast: to - end };
  }
  const isNew = !isKnown && seen >= begin;
  return { at: isNew ? seen : begin, step: isNew ? null : step, length: to - (isNew ? seen : begin) };
}

/** In whole days from two on, whole hours or minutes below: never longer than it was. */
function whole(millis) {
  const unit = millis >= 2 * DAY ? DAY : millis >= HOUR ? HOUR : millis >= MINUTE ? MINUTE : 1000;
  return length(Math.floor(millis / unit) * unit);
}

export function since(bad) {
  if (!bad) {
    return nothing;
  }
  return bad.atLeast
    ? html`more than ${whole(bad.atLeast)}`
    : html`<span title=${bad.step ? `or later in the ${length(bad.step)} after it` : `its first result, at ${clock(bad.at)}`}>${bad.step >= DAY ? date(bad.at) : moment(bad.at)}</span> <small>${whole(bad.length)}</small>`;
}
