import { defineConfig } from "vite";

const proxy = { "/partner-api": process.env.PARTNER_API ?? "http://localhost:3001" };

export default defineConfig({
  // In development, too, the module is then fetched as the file that it is.
  optimizeDeps: { exclude: ["referral-editor"] },
  preview: { proxy },
  server: { proxy },
});
