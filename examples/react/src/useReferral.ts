import { useEffect, useState } from "react";
import init, { type Edit, edit, getReferral, isReferralError, type Outcome, putReferral } from "referral-editor";

/** A path on the portal's own origin: the token stays on the server. */
const client = { baseUrl: "/partner-api/v1.0" };

/** The document as it was loaded, and as it is edited. Both are the service's own text. */
export interface Edited {
  base: string;
  draft: string;
}

export function useReferral(id: string) {
  const [edited, setEdited] = useState<Edited>();
  const [outcome, setOutcome] = useState<Outcome>();
  const [saving, setSaving] = useState(false);
  const [problem, setProblem] = useState("");

  useEffect(() => {
    const left = new AbortController();
    const load = async () => {
      await init();
      const { json } = await getReferral(id, { ...client, signal: left.signal });
      setEdited({ base: json, draft: json });
    };
    load().catch((error) => left.signal.aborted || setProblem(textOf(error)));
    return () => left.abort();
  }, [id]);

  /** Changes the draft; what is no JSON value, or points nowhere, is said and changes nothing. */
  function change(edits: Edit[]) {
    if (!edited) return;
    try {
      setEdited({ ...edited, draft: edit(edited.draft, edits) });
      setOutcome(undefined);
      setProblem("");
    } catch (error) {
      setProblem(textOf(error));
    }
  }

  /** Saves; after a conflict, what was decided, on top of what the server has. */
  async function save({ base, draft }: Edited) {
    setSaving(true);
    setEdited({ base, draft });
    try {
      const outcome = await putReferral(draft, { ...client, base });
      setOutcome(outcome);
      if (outcome.type === "saved") setEdited({ base: outcome.json, draft: outcome.json });
    } catch (error) {
      setProblem(textOf(error));
    } finally {
      setSaving(false);
    }
  }

  return { edited, outcome, saving, problem, change, save };
}

const textOf = (error: unknown) => (isReferralError(error) ? `${error.code}: ${error.message}` : String(error));
