import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { ReferralForm } from "./ReferralForm";

const id = new URLSearchParams(location.search).get("id") ?? "";

createRoot(document.getElementById("root") as HTMLElement).render(
  <StrictMode>
    <ReferralForm key={id} id={id} />
  </StrictMode>,
);
