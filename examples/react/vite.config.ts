import { defineConfig } from "vite";

const proxy = { "/partner-api": process.env.PARTNER_API ?? "http://localhost:3001" };

export default defineConfig({ preview: { proxy }, server: { proxy } });
