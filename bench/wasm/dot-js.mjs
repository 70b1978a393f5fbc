// The peer: what a page would write by hand. Dot products of int8 rows of 32 with a query and the
// exact best 50, in typed-array JavaScript. Each variant is a function of its own down to the loop,
// so that none spoils another's types; the bench takes the fastest.

export const TOP = 50;
const DIMS = 32;

// A heap of the best 50 with the worst on top; ties go to the smaller row.
class TopFifty {
  scores = new Int32Array(TOP);
  rows = new Int32Array(TOP);
  size = 0;

  // The score a row must beat. Rows come in ascending order, so that an equal one comes too late.
  get bar() {
    return this.size < TOP ? -2147483648 : this.scores[0];
  }
  offer(score, row) {
    if (this.size < TOP) {
      this.#up(this.size++, score, row);
    } else {
      this.#down(score, row);
    }
  }
  take() {
    const order = Array.from({ length: this.size }, (_, i) => i);
    order.sort((a, b) => this.scores[b] - this.scores[a] || this.rows[a] - this.rows[b]);
    return order.map((i) => this.rows[i]);
  }
  #isWorse(i, score, row) {
    return this.scores[i] < score || (this.scores[i] === score && this.rows[i] > row);
  }
  #up(at, score, row) {
    const { scores, rows } = this;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (this.#isWorse(parent, score, row)) break;
      scores[at] = scores[parent];
      rows[at] = rows[parent];
      at = parent;
    }
    scores[at] = score;
    rows[at] = row;
  }
  #down(score, row) {
    const { scores, rows } = this;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= TOP) break;
      if (child + 1 < TOP && this.#isWorse(child + 1, scores[child], rows[child])) ++child;
      if (!this.#isWorse(child, score, row)) break;
      scores[at] = scores[child];
      rows[at] = rows[child];
      at = child;
    }
    scores[at] = score;
    rows[at] = row;
  }
}

function loop(data, query) {
  const n = data.length / DIMS;
  const top = new TopFifty();
  let bar = top.bar;
  for (let row = 0, at = 0; row < n; ++row, at += DIMS) {
    let sum = 0;
    for (let d = 0; d < DIMS; ++d) sum = (sum + Math.imul(data[at + d], query[d])) | 0;
    if (sum > bar) {
      top.offer(sum, row);
      bar = top.bar;
    }
  }
  return top.take();
}

const INDEXES = Array.from({ length: DIMS }, (_, d) => d);

// Writes the function out: `term(d)` is the product of component d; `head` comes before the loop.
function unrolled(head, term, join) {
  const scope = "const n = data.length / 32; const top = new TopFifty(); let bar = top.bar;";
  return new Function("TopFifty", `return function (data, query) {
    ${scope} ${head}
    for (let row = 0, at = 0; row < n; ++row, at += 32) {
      const sum = ${join(INDEXES.map(term))};
      if (sum > bar) { top.offer(sum, row); bar = top.bar; }
    }
    return top.take();
  };`)(TopFifty);
}

const toLocals = `const ${INDEXES.map((d) => `q${d} = query[${d}]`).join(", ")};`;
const sum = (terms) => `(${terms.join(" + ")}) | 0`;
const sumInSteps = (terms) => terms.reduce((left, right) => `((${left} + ${right}) | 0)`);
const product = (q) => (d) => `data[at + ${d}] * ${q(d)}`;
const imul = (q) => (d) => `Math.imul(data[at + ${d}], ${q(d)})`;
const element = (d) => `query[${d}]`;
const local = (d) => `q${d}`;

export const VARIANTS = {
  "plain loop": loop,
  "unrolled": unrolled("", product(element), sum),
  "unrolled, imul": unrolled("", imul(element), sumInSteps),
  "unrolled, query in locals": unrolled(toLocals, product(local), sum),
  "unrolled, imul, query in locals": unrolled(toLocals, imul(local), sumInSteps),
};

// The answer they must come to: score everything, sort everything.
export function bestPlainly(data, query) {
  const scored = [];
  for (let row = 0; row * DIMS < data.length; ++row) {
    let score = 0;
    for (let d = 0; d < DIMS; ++d) score += data[row * DIMS + d] * query[d];
    scored.push({ score, row });
  }
  scored.sort((a, b) => b.score - a.score || a.row - b.row);
  return scored.slice(0, TOP).map(({ row }) => row);
}
