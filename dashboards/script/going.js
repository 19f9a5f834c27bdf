// Links between pages go there without loading the dashboard anew, as the browser's back does:
// the address changes, and Streamlit shows the page that it names. Without this script, without a
// connection, or opened in a new tab, a link loads the page. Another page begins at its top, and its
// title takes the focus, so that it is read out; on the same page the reader stays, or is led to
// where data-sla-to says that something changes.
(() => {
    document.documentElement.lang = document.currentScript.dataset.lang;

    const leadsToAPage = (link) =>
        link && link.closest(".stHtml") && link.origin === location.origin && !link.target;

    const isPlain = (event) =>
        event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);

    const isConnected = () =>
        document.querySelector(".stApp")?.dataset.testConnectionState === "CONNECTED";

    const focusTitleAfter = (old) => {
        const since = Date.now();
        const waiting = setInterval(() => {
            const title = document.querySelector("h1");
            if (title && title !== old) {
                title.tabIndex = -1;
                title.focus({ preventScroll: true });
            }
            if ((title && title !== old) || Date.now() - since > 10000) {
                clearInterval(waiting);
            }
        }, 50);
    };

    const go = (link) => {
        const isAnother = link.pathname !== location.pathname;
        history.pushState(null, "", link.href);
        dispatchEvent(new PopStateEvent("popstate"));
        if (isAnother) {
            document.querySelector(".stMain").scrollTo(0, 0);
            focusTitleAfter(document.querySelector("h1"));
        } else if (link.dataset.slaTo) {
            document.querySelector(link.dataset.slaTo)?.scrollIntoView({ block: "center" });
        }
    };

    if (!window.slaGoes) {
        document.addEventListener("click", (event) => {
            const link = event.target.closest("a[href]");
            const isOurs = leadsToAPage(link) && isPlain(event) && !event.defaultPrevented;
            if (isOurs && isConnected()) {
                event.preventDefault();
                go(link);
            }
        });
        window.slaGoes = true;
    }
})();
