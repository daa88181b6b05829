// Opens a page several times, each in a browser profile of its own, and prints the medians of how long that took; see page.sh.
'use strict';
const [driver, browserPath, page, openings] = process.argv.slice(2);
const { chromium } = require(driver);

const median = numbers => numbers.sort((a, b) => a - b)[Math.floor(numbers.length / 2)].toFixed(0);

(async () => {
  const browser = await chromium.launch({ executablePath: browserPath, args: process.getuid() === 0 ? ['--no-sandbox'] : [] });
  const [loaded, pressed] = [[], []];
  let [steps, elements, open] = [0, 0, 0];
  for (let i = 0; i < Number(openings); i++) {
    const context = await browser.newContext();
    const opened = await context.newPage();
    await opened.goto('file://' + page);
    const found = await opened.evaluate(async () => {
      document.querySelector('button[data-mark=unchanged]').click();
      await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
      const navigation = performance.getEntriesByType('navigation')[0];
      const all = selector => document.querySelectorAll(selector).length;
      return [navigation.loadEventEnd, performance.now(), all('details.step'), all('*'), all('details.step[open]')];
    });
    loaded.push(found[0]);
    pressed.push(found[1]);
    [steps, elements, open] = found.slice(2);
    await context.close();
  }
  await browser.close();
  const size = require('fs').statSync(page).size;
  console.log(`${steps} steps, ${open} open, ${elements} elements, ${(size / 1000).toFixed(0)} kB: loaded after ${median(loaded)} ms, all steps shown by a filter after ${median(pressed)} ms (medians of ${openings})`);
})();
