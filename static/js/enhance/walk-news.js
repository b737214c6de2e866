/* Says on the leader's page that something has come in, and leaves it to the leader when to look: nobody loses their place.
   GET <data-news> with the page's own mark → 304 while nothing has come, 200 when something has. After some quiet minutes it stops asking, so
   that a page left open keeps nobody signed in. */

const EVERY = 20_000; // ms
const MOST = 45; // questions

export default function walkNews(root) {
  const [fresh, ended] = ["fresh", "ended"].map((name) => root.querySelector(`[data-news-${name}]`));
  let asked = 0;
  const ask = async () => {
    if (document.hidden) return;
    asked += 1;
    const answer = await fetch(root.dataset.news, { headers: { "If-None-Match": `"${root.dataset.mark}"` }, cache: "no-store", credentials: "same-origin" }).catch(() => null);
    if (answer?.status === 200 && answer.headers.get("ETag") !== `"${root.dataset.mark}"`) fresh.hidden = false;
    else if (asked >= MOST) ended.hidden = false;
    else return;
    clearInterval(timer);
  };
  const timer = setInterval(ask, EVERY);
}
