// <time-chart>: uPlot with the page's colours, zoom into the address, and a click that leads to what lies under it.
import uPlot from '../webjars/uplot/dist/uPlot.esm.js';
import { clock, exact, HOUR } from './time.js';

const USUAL_WIDTH = 76;
/** Labels are rounded: with steps below one, some would say the same. */
const WHOLE = Array.from({ length: 12 }, (_, power) => [1, 2, 5].map((digit) => digit * 10 ** power)).flat();
const DATES = { day: '2-digit', month: 'short' };

/** What a colour of the style sheet is now: light or dark is the browser's business. */
function colour(name) {
  const probe = document.createElement('span');
  probe.style.color = `var(--${name})`;
  document.body.append(probe);
  const found = getComputedStyle(probe).color;
  probe.remove();
  return found;
}

const faint = (rgb, share) => rgb.replace(/^rgb\((.*)\)$/, `rgba($1, ${share})`);

function axes(spec) {
  const text = colour('muted');
  const grid = { stroke: colour('line'), width: 1 };
  const font = '12px system-ui, sans-serif';
  return [
    {
      stroke: text, grid, ticks: grid, font, space: 70,
      values: (u, splits) => splits.map((at, i) => label(at, splits[i - 1], u.scales.x.max - u.scales.x.min)),
    },
    { stroke: text, grid, ticks: grid, font, size: widest, incrs: WHOLE, values: (u, splits) => splits.map(spec.unit) },
  ];
}

/** As wide as the longest label, with its tick and a gap; usual ones alike, so that charts stand in line. */
function widest(u, labels, at) {
  const { ticks, gap, font } = u.axes[at];
  u.ctx.font = font[0];
  const text = Math.max(0, ...(labels ?? []).map((one) => u.ctx.measureText(one).width)) / devicePixelRatio;
  return Math.max(USUAL_WIDTH, Math.ceil(ticks.size + gap + text));
}

function label(at, before, seconds) {
  const day = new Intl.DateTimeFormat(undefined, DATES).format(at * 1000);
  const isNewDay = before === undefined || new Date(before * 1000).getDate() !== new Date(at * 1000).getDate();
  if (seconds > 5 * 86_400) {
    return isNewDay ? day : '';
  }
  return seconds * 1000 > 12 * HOUR && isNewDay ? `${clock(at * 1000)}\n${day}` : clock(at * 1000);
}

function line(one, spec) {
  const stroke = colour(one.colour);
  return {
    label: one.label,
    stroke,
    width: one.width ?? 2,
    dash: one.dash,
    fill: one.fill ? faint(stroke, 0.14) : undefined,
    points: { show: one.points ?? false, size: 6, fill: stroke },
    value: (u, value, series, at) => (at === null ? '' : value === null || value === undefined ? '–' : spec.unit(value)),
    spanGaps: false,
  };
}

/** Every sample as a dot; where many lie, it is dark. */
function smoke(samples) {
  return (u) => {
    const { ctx } = u;
    ctx.save();
    ctx.beginPath();
    ctx.rect(u.bbox.left, u.bbox.top, u.bbox.width, u.bbox.height);
    ctx.clip();
    const size = Math.round(4 * devicePixelRatio);
    for (const sample of samples) {
      ctx.fillStyle = faint(colour.of(sample.bad ? 'failing' : 'accent'), sample.bad ? 0.9 : 0.35);
      const x = u.valToPos(sample.at, 'x', true);
      const y = u.valToPos(sample.value, 'y', true);
      ctx.fillRect(x - size / 2, y - size / 2, size, size);
    }
    ctx.restore();
  };
}

/**
 * Its `spec`: { label, unit(value), max, times (s), lines: [{ label, values, colour, dash, fill, width }],
 * bands: [[upper, lower]], samples: [{ at (s), value, bad }], onZoom(from, to), onPick(time) }.
 */
class TimeChart extends HTMLElement {
  #plot = null;
  #spec = null;
  #resized = new ResizeObserver(() => this.#fit());
  #scheme = matchMedia('(prefers-color-scheme: dark)');
  #redraw = () => this.#draw();

  connectedCallback() {
    this.#resized.observe(this);
    this.#scheme.addEventListener('change', this.#redraw);
    window.addEventListener('theme', this.#redraw);
    this.#draw();
  }

  disconnectedCallback() {
    this.#resized.disconnect();
    this.#scheme.removeEventListener('change', this.#redraw);
    window.removeEventListener('theme', this.#redraw);
    this.#plot?.destroy();
    this.#plot = null;
  }

  set spec(spec) {
    this.#spec = spec;
    if (this.isConnected) {
      this.#draw();
    }
  }

  #fit() {
    if (this.#plot && this.clientWidth > 0 && this.clientWidth !== this.#plot.width) {
      this.#plot.setSize({ width: this.clientWidth, height: this.#height() });
    }
  }

  #height() {
    return parseInt(getComputedStyle(this).getPropertyValue('--chart-height'), 10) || 220;
  }

  #draw() {
    const spec = this.#spec;
    if (!spec || this.clientWidth === 0) {
      return;
    }
    const colours = {};
    colour.of = (name) => (colours[name] ??= colour(name));
    this.#plot?.destroy();
    const shade = faint(colour('accent'), 0.13);
    this.#plot = new uPlot({
      width: this.clientWidth,
      height: this.#height(),
      scales: { x: { time: true, range: () => [spec.from, spec.to] }, y: { range: (u, min, max) => [0, spec.max ?? Math.max(1, max * 1.05)] } },
      axes: axes(spec),
      series: [{ label: '', value: (u, at) => (at ? exact(at * 1000) : 'Point at a time') }, ...spec.lines.map((one) => line(one, spec))],
      bands: (spec.bands ?? []).map((series) => ({ series, fill: shade })),
      cursor: { sync: { key: 'gatewatch' }, drag: { x: true, y: false, setScale: false }, points: { size: 7 } },
      legend: { live: true },
      hooks: {
        draw: spec.samples?.length ? [smoke(spec.samples)] : [],
        setSelect: [(u) => u.select.width > 5 && spec.onZoom(u.posToVal(u.select.left, 'x'), u.posToVal(u.select.left + u.select.width, 'x'))],
        ready: [(u) => this.#lead(u)],
      },
    }, [spec.times, ...spec.lines.map((one) => one.values)], this);
  }

  #lead(u) {
    let down = 0;
    u.over.addEventListener('mousedown', (event) => (down = event.clientX));
    u.over.addEventListener('click', (event) => {
      const at = u.data[0][u.cursor.idx];
      if (Math.abs(event.clientX - down) < 4 && at !== undefined) {
        this.#spec.onPick?.(at);
      }
    });
  }
}

customElements.define('time-chart', TimeChart);
