import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Every browser that runs this page reads WOFF2; the older formats of KaTeX's fonts would only make the package larger. */
function onlyModernFonts(): Plugin {
  return {
    name: "only-modern-fonts",
    enforce: "pre",
    transform: {
      filter: { id: /katex[^?]*\.css/ },
      handler: (code) => code.replaceAll(/,\s*url\([^)]*\)\s*format\("(?:woff|truetype)"\)/g, ""),
    },
  };
}

export default defineConfig({
  root: here("./"),
  // Relative addresses: the page works below any path of a proxy.
  base: "./",
  plugins: [react(), onlyModernFonts()],
  build: {
    outDir: here("../build/web"),
    emptyOutDir: true,
    target: "es2023",
    // The page's security policy allows no data: addresses.
    assetsInlineLimit: 0,
    license: { fileName: "licenses.md" },
    reportCompressedSize: false,
    // KaTeX and the grammars of languages are loaded apart, behind the page itself.
    chunkSizeWarningLimit: 700,
  },
});
