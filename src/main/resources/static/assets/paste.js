// Reads what people paste: task ids, locations, 202 answers, CSV with or without a header.

const COLUMNS = ['serialNumber', 'taskId', 'protocol', 'url'];
const KNOWN = new Set([...COLUMNS, 'location', 'startTime']);

/** One of { line, text, task } or { line, text, message } for each line that says something. */
export function parse(text, defaults) {
  let columns = COLUMNS;
  return text.split(/\r?\n/).map((raw, i) => ({ line: i + 1, text: raw.trim() })).filter(({ text: said }) => said).flatMap((line) => {
    const cells = split(line.text);
    if (cells.length > 1 && cells.some((cell) => cell === 'taskId' || cell === 'location') && cells.every((cell) => /^[A-Za-z.]+$/.test(cell))) {
      columns = cells;
      return [];
    }
    return [{ ...line, ...read(line.text, cells, columns, defaults) }];
  });
}

function read(text, cells, columns, defaults) {
  if (text.startsWith('{')) {
    try {
      return { task: JSON.parse(text) };
    } catch {
      return { message: 'This is no JSON: paste the whole answer as one line' };
    }
  }
  if (cells.length === 1 && text.includes('/')) {
    return { task: { location: text } };
  }
  if (cells.length === 1) {
    return defaults.serialNumber
      ? { task: { serialNumber: defaults.serialNumber, taskId: text, protocol: defaults.protocol } }
      : { message: 'Say the serial number above, or as serialNumber,taskId' };
  }
  const task = Object.fromEntries(columns.map((name, i) => [name, cells[i]]).filter(([name, cell]) => KNOWN.has(name) && cell));
  return { task: task.location ? task : { protocol: defaults.protocol, ...task } };
}

/** Commas, semicolons or tabs; quotes as spreadsheets write them. */
function split(text) {
  if (text.startsWith('{')) {
    return [text];
  }
  const between = text.includes('\t') ? '\t' : text.includes(';') && !text.includes(',') ? ';' : ',';
  const cells = [''];
  let quoted = false;
  for (const sign of text) {
    if (sign === '"') {
      quoted = !quoted;
    } else if (sign === between && !quoted) {
      cells.push('');
    } else {
      cells[cells.length - 1] += sign;
    }
  }
  return cells.map((cell) => cell.trim());
}
