import { useState } from "react";
import { edit, type Outcome } from "referral-editor";
import type { Edited } from "./useReferral";

interface Props {
  outcome: Extract<Outcome, { type: "conflict" }>;
  save: (edited: Edited) => void;
}

/** Asks, for each value that both changed, which to keep. */
export function Conflicts({ outcome: { current, merged, conflicts }, save }: Props) {
  const [theirs, setTheirs] = useState<Record<string, boolean>>({});

  function decided() {
    // `merged` holds ours. From the last to the first, so that rows keep their places.
    const edits = conflicts
      .filter(({ path }) => theirs[path])
      .reverse()
      .map(({ path, ours, theirs }) =>
        theirs === undefined
          ? { op: "remove" as const, path }
          : { op: ours === undefined ? ("add" as const) : ("replace" as const), path, json: theirs },
      );
    save({ base: current, draft: edit(merged, edits) });
  }

  return (
    <section aria-label="Conflicts">
      {conflicts.map(({ path, base, ours, theirs: other }) => (
        <fieldset key={path}>
          <legend>
            {path}, which was {base ?? "absent"}
          </legend>
          {[false, true].map((isTheirs) => (
            <p key={String(isTheirs)}>
              <label>
                <input
                  type="radio"
                  name={path}
                  checked={Boolean(theirs[path]) === isTheirs}
                  onChange={() => setTheirs({ ...theirs, [path]: isTheirs })}
                />{" "}
                {isTheirs ? `Theirs: ${other ?? "absent"}` : `Yours: ${ours ?? "absent"}`}
              </label>
            </p>
          ))}
        </fieldset>
      ))}
      <button type="button" onClick={decided}>
        Save with these
      </button>
    </section>
  );
}
