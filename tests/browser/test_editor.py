"""An editor's day in a real browser: signing in, deciding on a phone, writing, correcting; and the same without JavaScript, and by the keyboard alone."""

import re

from playwright.sync_api import expect

from bot.judgement import Answer, Tone
from bot.model import PostState
from tests.browser.conftest import DESK, PHONE, enter, open_browser
from tests.web.people import PASSWORD


def test_who_signs_in_comes_to_what_they_wanted_and_out_again(chromium, busy):
    post = busy.post(PostState.HELD)
    with open_browser(chromium, busy, PHONE) as context:
        page = context.new_page()
        page.goto(f"/posts/{post.key}")
        page.get_by_label("Tên đăng nhập").fill("lan")
        page.get_by_label("Mật khẩu").fill("không phải mật khẩu")
        page.get_by_role("button", name="Đăng nhập").click()
        expect(page.get_by_role("alert")).to_contain_text("không đúng")
        page.get_by_label("Mật khẩu").fill(PASSWORD)
        page.get_by_role("button", name="Đăng nhập").click()
        expect(page).to_have_url(f"{busy.address}/posts/{post.key}")
        page.get_by_role("button", name="Đăng xuất").click()
        expect(page.get_by_role("status")).to_contain_text("Đã đăng xuất")
        page.go_back()
        page.reload()
        expect(page.get_by_role("heading", level=1)).to_have_text("Đăng nhập")


def test_a_post_is_approved_on_a_phone_in_three_touches(chromium, busy):
    post = busy.post(PostState.HELD)
    title = busy.bench.world.store.entries.get(post.entry_key).entry.title
    with open_browser(chromium, busy, PHONE, has_touch=True, is_mobile=True) as context:
        page = context.new_page()
        enter(page)
        # Measured with its style: a button can be seen before that has come.
        with page.expect_event("load"):
            page.get_by_role("link", name=title, exact=True).tap()
        button = page.get_by_role("button", name="Duyệt", exact=True)
        box = button.bounding_box()
        assert box is not None
        assert box["height"] >= 44, "a thumb hits it"
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], "nothing is cut off to the right"
        button.tap()
        expect(page.get_by_role("status").first).to_contain_text("Đã duyệt; bài sẽ đăng lúc")
    assert busy.bench.world.store.outbox.get(post.key).state is PostState.SCHEDULED
    assert busy.bench.world.store.approvals.of(post.key)[-1].by == "lan"


def test_a_post_is_rejected_with_its_reason_and_that_is_taken_back(chromium, busy):
    post = busy.post(PostState.HELD)
    with open_browser(chromium, busy, PHONE) as context:
        page = context.new_page()
        enter(page)
        page.goto(f"/posts/{post.key}")
        page.locator("summary", has_text="Bỏ bài này").click()
        page.get_by_role("button", name="Bỏ bài này").click()
        assert page.evaluate("document.activeElement.validity.valueMissing"), "the browser asks for the reason"
        page.get_by_label("Lý do (ghi vào nhật ký)").fill("đã cũ")
        page.get_by_role("button", name="Bỏ bài này").click()
        expect(page.get_by_role("status").first).to_contain_text("Đã bỏ bài này")
        page.get_by_role("button", name="Lấy lại quyết định").click()
        expect(page.get_by_role("status").first).to_contain_text("bài chờ duyệt")
    assert busy.bench.world.store.outbox.get(post.key).state is PostState.HELD


def test_an_edit_is_measured_while_it_is_typed_and_voids_the_approval(chromium, busy):
    post = busy.post(PostState.HELD)
    with open_browser(chromium, busy, DESK) as context:
        page = context.new_page()
        enter(page)
        page.goto(f"/posts/{post.key}")
        # Typed with its script: text can be typed before that has come.
        with page.expect_event("load"):
            page.get_by_role("button", name="Duyệt", exact=True).click()
        expect(page.locator(".state").first).to_have_text("đã xếp lịch")
        page.locator("summary", has_text="Sửa nội dung").click()
        box, check = page.get_by_label("Nội dung"), page.locator("#check")
        box.fill("Chữ đã sửa #CCHC#MộtCửa")
        expect(check).to_contain_text("Dài 23 ký tự")
        expect(check).to_contain_text("#MộtCửa dính liền")
        box.fill("Chữ đã sửa #CCHC " + "x" * 2_000)
        expect(check).to_contain_text("Dài hơn mức nên có")
        box.fill("Chữ đã sửa #CCHC #MộtCửa")
        expect(check).not_to_contain_text("dính liền")
        page.get_by_role("button", name="Xem thử").click()
        expect(page.get_by_role("heading", name="Xem thử, chưa lưu")).to_be_visible()
        expect(page.locator(".facebook .message")).to_contain_text("Chữ đã sửa")
        page.get_by_role("button", name="Lưu").click()
        expect(page.get_by_role("status").first).to_contain_text("bài chờ duyệt")
        expect(page.locator(".state").first).to_have_text("chờ duyệt")
    assert busy.bench.world.store.outbox.get(post.key).draft.message == "Chữ đã sửa #CCHC #MộtCửa"


def test_a_correction_by_form_has_its_consequences(chromium, busy):
    post = busy.post(PostState.HELD)
    with open_browser(chromium, busy, PHONE) as context:
        page = context.new_page()
        enter(page, "minh")
        page.goto(f"/posts/{post.key}")
        expect(page.get_by_role("button", name="Duyệt", exact=True)).to_have_count(0)
        page.locator("summary", has_text="Sửa phân loại").click()
        page.get_by_label("Trung tính").check()
        page.get_by_label("Tài chính công").check()
        page.get_by_role("button", name="Sửa phân loại").click()
        expect(page.get_by_role("status").first).to_contain_text("Đã sửa phân loại")
    answer = Answer.of(busy.bench.world.store.entries.get(post.entry_key).classification)
    assert answer.tone is Tone.NEUTRAL
    assert "public_finance" in answer.fields
    assert busy.bench.world.store.labels.of(post.entry_key)[-1].by == "minh"


def test_everything_works_without_javascript(chromium, busy):
    post = busy.post(PostState.HELD)
    with open_browser(chromium, busy, PHONE, java_script_enabled=False) as context:
        page = context.new_page()
        enter(page)
        page.goto(f"/posts/{post.key}")
        page.locator("summary", has_text="Sửa nội dung").click()
        page.get_by_label("Nội dung").fill("Viết không cần script #CCHC#Dính")
        page.get_by_role("button", name="Xem thử").click()
        expect(page.locator("#check")).to_contain_text("#Dính dính liền")
        page.get_by_label("Nội dung").fill("Viết không cần script #CCHC")
        page.get_by_role("button", name="Lưu").click()
        page.get_by_role("button", name="Duyệt", exact=True).click()
        expect(page.get_by_role("status").first).to_contain_text("Đã duyệt")
    found = busy.bench.world.store.outbox.get(post.key)
    assert (found.state, found.draft.message) == (PostState.SCHEDULED, "Viết không cần script #CCHC")


def test_everything_is_reached_by_the_keyboard_and_shows_where_one_is(chromium, busy):
    post = busy.post(PostState.HELD)
    with open_browser(chromium, busy, DESK) as context:
        page = context.new_page()
        enter(page)
        page.goto(f"/posts/{post.key}")
        page.keyboard.press("Tab")
        expect(page.locator(":focus")).to_have_text("Đến nội dung chính")
        page.keyboard.press("Enter")
        seen = []
        for _ in range(40):
            page.keyboard.press("Tab")
            told = page.evaluate(
                "() => { const e = document.activeElement, s = getComputedStyle(e);"
                " return [e.tagName, e.textContent.trim().slice(0, 40), s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2]; }"
            )
            seen.append(told)
            if told[1] == "Duyệt":
                break
        assert seen[-1][:2] == ["BUTTON", "Duyệt"]
        assert [each for each in seen if not each[2]] == [], "what has the focus shows it"
        page.keyboard.press("Enter")
        expect(page.get_by_role("status").first).to_contain_text("Đã duyệt")


def test_what_was_typed_is_not_lost_by_leaving_the_page(chromium, busy):
    post = busy.post(PostState.HELD)
    asked = []
    with open_browser(chromium, busy, DESK) as context:
        page = context.new_page()
        page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
        enter(page)
        page.goto(f"/posts/{post.key}")
        page.locator("summary", has_text="Sửa nội dung").click()
        page.get_by_label("Nội dung").press_sequentially("thêm ")
        page.get_by_role("link", name="Hàng chờ").click(no_wait_after=True)
        page.wait_for_function("() => true")
        expect(page).to_have_url(re.compile(post.key))
    assert asked == ["beforeunload"]


def test_a_hostile_feed_runs_nothing_in_a_real_browser(chromium, office):
    hostile = "&lt;script&gt;document.title='hỏng'&lt;/script&gt;&lt;img src=x onerror=\"document.title='hỏng'\"&gt;"
    office.bench.serve(f"{hostile} phê bình thủ tục hành chính trễ hạn, gây phiền hà")
    office.bench.poll()
    post = office.post(PostState.HELD)
    said = []
    with open_browser(chromium, office, DESK) as context:
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text))
        enter(page)
        for path in ("/", f"/posts/{post.key}"):
            page.goto(path)
            assert "hỏng" not in page.title().partition("·")[2]
            assert page.locator("main img").count() == 0
            # Even where an escape were missed, the policy would forbid it.
            blocked = page.evaluate(
                "() => new Promise(done => { document.addEventListener('securitypolicyviolation', e => done(e.effectiveDirective));"
                " const s = document.createElement('script'); s.textContent = 'window.ran = 1'; document.body.append(s); })"
            )
            assert blocked.startswith("script-src")
            assert page.evaluate("window.ran") is None


def test_the_page_cannot_be_framed(chromium, busy):
    with open_browser(chromium, busy, DESK) as context:
        page = context.new_page()
        context.route(
            "**/frame.html", lambda route: route.fulfill(body=f'<iframe src="{busy.address}/sign-in"></iframe>', content_type="text/html")
        )
        page.goto("/frame.html")
        page.wait_for_load_state()
        _, frame = page.frames
        assert frame.locator("form").count() == 0


def test_on_paper_it_is_dark_on_white_whatever_the_screen_was(chromium, busy):
    post = busy.post(PostState.HELD)
    with open_browser(chromium, busy, DESK, "dark") as context:
        page = context.new_page()
        enter(page)
        page.goto(f"/posts/{post.key}")
        colours = "() => ['color', 'backgroundColor'].map(name => getComputedStyle(document.querySelector('.facebook'))[name])"
        assert page.evaluate(colours) == ["rgb(230, 232, 235)", "rgb(32, 35, 39)"]
        page.emulate_media(media="print")
        assert page.evaluate(colours) == ["rgb(28, 30, 33)", "rgb(255, 255, 255)"]
        assert page.get_by_role("button").locator("visible=true").count() == 0, "nothing to press on paper"
