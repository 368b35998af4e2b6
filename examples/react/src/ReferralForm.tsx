import { type Outcome, transitions, validate } from "referral-editor";
import { Conflicts } from "./Conflicts";
import { useReferral } from "./useReferral";

export function ReferralForm({ id }: { id: string }) {
  const { edited, outcome, saving, problem, change, save } = useReferral(id);
  if (!edited) return <p role="status">{problem || "Loading …"}</p>;

  const { base, draft } = edited;
  const { name, status, substatus, details } = shown(draft);
  const { valid, findings } = validate(draft, { base });
  const replace = (path: string, value: string) => change([{ op: "add", path, value }]);

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save(edited);
      }}
    >
      <h1>{name ?? id}</h1>
      <fieldset disabled={saving}>
        <p>
          <label htmlFor="status">Status</label>{" "}
          <select
            id="status"
            value={`${status}/${substatus}`}
            onChange={({ target }) => {
              const [status, substatus] = target.value.split("/");
              change([
                { op: "add", path: "/status", value: status },
                { op: "add", path: "/substatus", value: substatus },
              ]);
            }}
          >
            {transitions(base).map(({ status, substatus, legal, reason }) => (
              <option key={substatus} value={`${status}/${substatus}`} disabled={!legal} title={reason}>
                {status}, {substatus}
              </option>
            ))}
          </select>
        </p>
        <p>
          <label htmlFor="value">Deal value</label>{" "}
          <input
            id="value"
            inputMode="decimal"
            key={base}
            defaultValue={details?.dealValue ?? ""}
            onChange={({ target }) =>
              change(
                target.value === ""
                  ? [{ op: "add", path: "/details/dealValue", json: "null" }]
                  : [{ op: "add", path: "/details/dealValue", json: target.value }],
              )
            }
          />{" "}
          <input
            aria-label="Currency"
            size={3}
            value={details?.currency ?? ""}
            onChange={({ target }) => replace("/details/currency", target.value)}
          />
        </p>
        <p>
          <label htmlFor="notes">Notes</label>{" "}
          <textarea
            id="notes"
            value={details?.notes ?? ""}
            onChange={({ target }) => replace("/details/notes", target.value)}
          />
        </p>
        <button type="submit" disabled={!valid || draft === base || problem !== ""}>
          Save
        </button>
      </fieldset>
      <ul aria-label="Findings">
        {findings.map(({ path, code, severity, message }) => (
          <li key={path + code}>
            {severity}: {message}
          </li>
        ))}
      </ul>
      <p role="status">{problem || (saving ? "Saving …" : sentence(outcome))}</p>
      {outcome?.type === "conflict" && <Conflicts key={outcome.current} outcome={outcome} save={save} />}
    </form>
  );
}

/** Only "saved" is saved. In every other case the draft stays in the form. */
function sentence(outcome: Outcome | undefined) {
  switch (outcome?.type) {
    case undefined:
      return "";
    case "saved":
      return outcome.serverChanged.length === 0 ? "Saved." : "Saved, with changes of others.";
    case "conflict":
      return "Somebody else changed the same.";
    case "invalid":
      return "Not saved: see the findings.";
    case "rejected":
      return `The service refused it: ${outcome.code} ${outcome.target ?? ""}`;
    case "notSaved":
      return `Not saved (${outcome.reason}). Try again.`;
    case "unknown":
      return "It is not known whether this was saved. Save again: the change is made only once.";
  }
}

interface Shown {
  name?: string;
  status?: string;
  substatus?: string;
  details?: { notes?: string; currency?: string; dealValue?: string };
}

/** What is shown of a document. Numbers as they are written, where the browser tells. */
function shown(text: string): Shown {
  const digits = (_: string, value: unknown, context?: { source?: string }) =>
    typeof value === "number" ? (context?.source ?? String(value)) : value;
  return JSON.parse(text, digits);
}
