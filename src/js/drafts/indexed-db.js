// @ts-check
// IndexedDB: one database with one store. What it is asked begins one after the other, and IndexedDB keeps that order, so that
// a removal never overtakes the write before it. With an open database it begins within the turn of the call. Nothing waits
// for ever: a database that does not answer is one that is not there.

/** @import { Decision, Store } from "./keeper.js" */

const DATABASE = "referral-editor:drafts";
const STORE = "drafts";
const LIMIT_MS = 2000;

/** @type {IDBDatabase | undefined} */
let database;
/** @type {Promise<IDBDatabase | undefined> | undefined} while it has not answered */
let opening;
/** @type {Promise<unknown>} */
let last = Promise.resolve();

/** @type {Store} */
export const indexedDb = {
  replace(name, next) {
    return transaction(true, (store) => {
      store.put(next, name);
      // Else the page would have to live until the answer.
      store.transaction.commit?.();
    });
  },

  exchange(name, decide) {
    return transaction(true, (store) => {
      const reading = store.get(name);
      reading.onsuccess = () => {
        const text = reading.result?.text;
        const next = decide(typeof text === "string" ? text : reading.result === undefined ? null : "");
        if (next === null) store.delete(name);
        else if (next !== undefined) store.put(next, name);
      };
    });
  },

  sweep(now) {
    return transaction(false, (store) => {
      const expired = store.index("expiresAt").openKeyCursor(IDBKeyRange.upperBound(now));
      expired.onsuccess = () => {
        const cursor = expired.result;
        if (!cursor) return;
        store.delete(cursor.primaryKey);
        cursor.continue();
      };
    });
  },

  async clear() {
    // Where there is no such store, there is nothing in it.
    if (globalThis.indexedDB === undefined) return;
    await transaction(false, (store) => store.clear());
  },
};

/**
 * Does the work in a transaction, which is written when this resolves. Where there is no database yet and none is to be
 * made, there is no work.
 * @param {boolean} create
 * @param {(store: IDBObjectStore) => void} work
 */
async function transaction(create, work) {
  const begun = last.then(() => begin(create, work));
  last = begun.catch(() => {});
  const running = await begun;
  if (!running) return;
  /** @type {Promise<void>} */
  const done = new Promise((resolve, reject) => {
    running.oncomplete = () => resolve();
    running.onabort = () => reject(running.error ?? new Error("IndexedDB has given up."));
  });
  await soon(done).catch((error) => {
    // What is reported as not written must not be written later.
    try {
      running.abort();
    } catch {
      // It has already ended.
    }
    throw error;
  });
}

/**
 * @param {boolean} create
 * @param {(store: IDBObjectStore) => void} work
 */
async function begin(create, work) {
  /** @type {IDBTransaction | undefined} */
  let begun;
  try {
    begun = (await connection(create))?.transaction(STORE, "readwrite");
  } catch (error) {
    // The connection had been closed from outside. Another one may do.
    if (!database) throw error;
    forget(database);
    begun = (await connection(create))?.transaction(STORE, "readwrite");
  }
  if (begun) work(begun.objectStore(STORE));
  return begun;
}

/**
 * @param {boolean} create
 * @returns {Promise<IDBDatabase | undefined>}
 */
async function connection(create) {
  if (database) return database;
  if (opening) throw new Error("IndexedDB still does not answer.");
  opening = open(create)
    .then((opened) => {
      database = opened;
      return opened;
    })
    .finally(() => {
      opening = undefined;
    });
  return soon(opening);
}

/**
 * Opens the database in the version that it has.
 * @param {boolean} create makes it where it is not there
 * @returns {Promise<IDBDatabase | undefined>}
 */
async function open(create) {
  const request = globalThis.indexedDB.open(DATABASE);
  let missing = false;
  return new Promise((resolve, reject) => {
    request.onupgradeneeded = () => {
      missing = !create;
      if (missing) request.transaction?.abort();
      else request.result.createObjectStore(STORE).createIndex("expiresAt", "expiresAt");
    };
    request.onerror = (event) => {
      event.preventDefault();
      if (missing) resolve(undefined);
      else reject(request.error);
    };
    request.onsuccess = () => {
      const opened = request.result;
      opened.onversionchange = () => forget(opened);
      opened.onclose = () => forget(opened);
      resolve(opened);
    };
  });
}

/** @param {IDBDatabase} closed */
function forget(closed) {
  closed.close();
  if (database === closed) database = undefined;
}

/**
 * @template T
 * @param {Promise<T>} promise
 * @returns {Promise<T>}
 */
function soon(promise) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  /** @type {Promise<never>} */
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error("IndexedDB does not answer.")), LIMIT_MS);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
