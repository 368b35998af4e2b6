// @ts-check
// Times the same work done by several candidates, side by side. Runs in Node and in a page.
// Must never give one candidate a quieter machine than another: each round runs every one of them, in a new order.

/**
 * @typedef {object} Runner
 * @property {string} name
 * @property {() => unknown} run the work, once
 */

/**
 * @typedef {object} Plan
 * @property {number} rounds
 * @property {number} batchMs how long one candidate works in one round, about
 * @property {number} warmUpMs how long it works before the first round
 */

/**
 * @typedef {object} Time
 * @property {string} name
 * @property {number} ms the median of a call, over the rounds
 * @property {number} spread the distance between the quartiles, as a part of the median
 */

/** What the last call gave: nobody may conclude that the results are not needed. */
export const sink = { last: /** @type {unknown} */ (undefined) };

/**
 * @param {Runner[]} runners
 * @param {Plan} plan
 * @returns {Promise<Time[]>} in the order of the runners
 */
export async function measure(runners, plan) {
  const tracks = [];
  for (const runner of runners) tracks.push({ ...runner, calls: warmUp(runner.run, plan), times: [0] });
  for (const track of tracks) track.times.length = 0;
  for (let round = 0; round < plan.rounds; round++) {
    for (const track of shuffled(tracks, round)) track.times.push(time(track.run, track.calls) / track.calls);
    // A page has other things to do as well, and the machine has to see that it is alive.
    await new Promise((done) => setTimeout(done));
  }
  return tracks.map(({ name, times }) => {
    const sorted = times.sort((a, b) => a - b);
    const ms = quantile(sorted, 0.5);
    return { name, ms, spread: (quantile(sorted, 0.75) - quantile(sorted, 0.25)) / ms };
  });
}

/**
 * Lets the engine compile what it wants to compile.
 * @param {() => unknown} run
 * @param {Plan} plan
 * @returns {number} how many calls fill a batch
 */
function warmUp(run, { batchMs, warmUpMs }) {
  let calls = 1;
  let fastest = Number.POSITIVE_INFINITY;
  for (let spent = 0, batch = 0; batch < 3 || spent < warmUpMs; batch++) {
    const ms = time(run, calls);
    spent += ms;
    // A clock in a page is coarse: it may not have moved at all.
    fastest = Math.min(fastest, Math.max(ms, 0.01) / calls);
    calls = Math.max(1, Math.min(calls * 2, Math.round(batchMs / fastest)));
  }
  return calls;
}

/**
 * @param {() => unknown} run
 * @param {number} calls
 * @returns {number} milliseconds
 */
function time(run, calls) {
  const start = performance.now();
  for (let call = 0; call < calls; call++) sink.last = run();
  return performance.now() - start;
}

/**
 * Another order for each round, the same in every run: who runs after whom must not be settled.
 * @template T
 * @param {T[]} items
 * @param {number} round
 */
function shuffled(items, round) {
  const order = [...items];
  let state = round + 1;
  for (let index = order.length - 1; index > 0; index--) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const other = Math.floor((state / 2 ** 32) * (index + 1));
    [order[index], order[other]] = [order[other], order[index]];
  }
  return order;
}

/**
 * @param {number[]} sorted
 * @param {number} part
 */
function quantile(sorted, part) {
  const place = (sorted.length - 1) * part;
  const low = sorted[Math.floor(place)];
  return low + (sorted[Math.ceil(place)] - low) * (place % 1);
}
