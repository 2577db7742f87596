export function App() {
  return <main>Hermes</main>;
}
