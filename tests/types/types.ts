// What the other files say of types. Nothing here is run: a file that compiles has passed.

/** Compiles where both are the same type, not merely assignable. */
export type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

export type IsAny<T> = 0 extends 1 & T ? true : false;

/** Whether there is `any` in a type, in its members, its arguments or its results, so many levels down. */
export type HasAny<T, Depth extends unknown[] = [1, 1, 1, 1]> =
  IsAny<T> extends true
    ? true
    : Depth extends [unknown, ...infer Less]
      ? T extends (...args: infer A) => infer R
        ? true extends HasAny<A[number], Less> | HasAny<R, Less>
          ? true
          : false
        : T extends abstract new (
              ...args: infer A
            ) => infer R
          ? true extends HasAny<A[number], Less> | HasAny<R, Less>
            ? true
            : false
          : T extends readonly (infer E)[]
            ? HasAny<E, Less>
            : T extends string | number | boolean | null | undefined | Platform
              ? false
              : T extends object
                ? true extends { [K in keyof T]: HasAny<T[K], Less> }[keyof T]
                  ? true
                  : false
                : false
      : false;

/** What is not ours has an `any` here and there. */
type Platform = Response | URL | BufferSource | AbortSignal | Uint8Array | typeof fetch;

/** Compiles only for `true`. */
export function expectTrue<T extends true>(..._: T extends true ? [] : [never]): void {}

/** Of each member of a union, what is optional as well. */
export type Keys<T> = T extends unknown ? keyof T : never;
