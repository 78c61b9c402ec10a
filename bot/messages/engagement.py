"""What `bot.engagement` says: key -> (Vietnamese, English). Keys begin with "engagement."; both texts have the same placeholders."""

from typing import Final

TABLE: Final[dict[str, tuple[str, str]]] = {
    "engagement.reactions": ("Cảm xúc", "Reactions"),
    "engagement.reaction_like": ("Thích", "Like"),
    "engagement.reaction_love": ("Yêu thích", "Love"),
    "engagement.reaction_care": ("Thương thương", "Care"),
    "engagement.reaction_wow": ("Ngạc nhiên", "Wow"),
    "engagement.reaction_haha": ("Haha", "Haha"),
    "engagement.reaction_sad": ("Buồn", "Sad"),
    "engagement.reaction_angry": ("Phẫn nộ", "Angry"),
    "engagement.comments": ("Bình luận", "Comments"),
    "engagement.shares": ("Chia sẻ", "Shares"),
    "engagement.views": ("Lượt xem", "Views"),
    "engagement.reach": ("Người tiếp cận", "Reach"),
    "engagement.clicks": ("Lượt bấm", "Clicks"),
    # The Page itself
    "engagement.followers": ("Người theo dõi", "Followers"),
    "engagement.fans": ("Người thích Trang", "People who like the Page"),
    "engagement.page_follows": ("Người theo dõi cuối ngày", "Followers at the day's end"),
    "engagement.page_new_follows": ("Người theo dõi mới trong ngày", "New followers of the day"),
    "engagement.page_unfollows": ("Người bỏ theo dõi trong ngày", "Unfollowers of the day"),
    "engagement.page_views": ("Lượt xem nội dung trong ngày", "Views of the day"),
    "engagement.page_reach": ("Người tiếp cận trong ngày", "Reach of the day"),
    "engagement.page_engagements": ("Lượt tương tác trong ngày", "Engagements of the day"),
    "engagement.page_visits": ("Lượt ghé thăm Trang trong ngày", "Visits of the day"),
    # What each figure means
    "engagement.reactions_is": ("Tổng số cảm xúc mọi loại dưới bài.", "All reactions to the Post, of every kind."),
    "engagement.reaction_like_is": ("Số cảm xúc Thích.", "Reactions of the kind Like."),
    "engagement.reaction_love_is": ("Số cảm xúc Yêu thích.", "Reactions of the kind Love."),
    "engagement.reaction_care_is": ("Số cảm xúc Thương thương.", "Reactions of the kind Care."),
    "engagement.reaction_wow_is": ("Số cảm xúc Ngạc nhiên.", "Reactions of the kind Wow."),
    "engagement.reaction_haha_is": ("Số cảm xúc Haha.", "Reactions of the kind Haha."),
    "engagement.reaction_sad_is": ("Số cảm xúc Buồn.", "Reactions of the kind Sad."),
    "engagement.reaction_angry_is": ("Số cảm xúc Phẫn nộ.", "Reactions of the kind Angry."),
    "engagement.comments_is": ("Số bình luận, kể cả trả lời.", "Comments, with the answers to them."),
    "engagement.shares_is": ("Số lần bài được chia sẻ công khai.", "How often the Post was shared in public."),
    "engagement.views_is": (
        "Số lần bài hiện trên màn hình; một người xem nhiều lần thì tính nhiều lần.",
        "How often the Post was on a screen; somebody who sees it again counts again.",
    ),
    "engagement.reach_is": (
        "Số người đã thấy bài ít nhất một lần; Facebook ước lượng con số này.",
        "How many people saw the Post at least once; an estimate by Facebook.",
    ),
    "engagement.clicks_is": ("Số lần bấm vào bài, liên kết hoặc ảnh.", "Clicks on the Post, its link or picture."),
    "engagement.followers_is": ("Số người đang theo dõi Trang lúc đo.", "How many people follow the Page at that moment."),
    "engagement.fans_is": ("Số người thích Trang lúc đo.", "How many people like the Page at that moment."),
    "engagement.page_follows_is": (
        "Số người theo dõi Trang khi ngày đó kết thúc.",
        "How many people followed the Page when that day ended.",
    ),
    "engagement.page_new_follows_is": ("Số người bắt đầu theo dõi trong ngày đó.", "How many people began to follow on that day."),
    "engagement.page_unfollows_is": ("Số người thôi theo dõi trong ngày đó.", "How many people ceased to follow on that day."),
    "engagement.page_views_is": (
        "Số lần nội dung của Trang hiện trên màn hình trong ngày đó.",
        "How often anything of the Page was on a screen on that day.",
    ),
    "engagement.page_reach_is": (
        "Số người thấy nội dung của Trang trong ngày đó; cộng các ngày lại sẽ tính một người nhiều lần.",
        "How many people saw anything of the Page on that day; a sum of days counts the same person several times.",
    ),
    "engagement.page_engagements_is": (
        "Số lần bày tỏ cảm xúc, bình luận, chia sẻ, bấm vào nội dung của Trang trong ngày đó.",
        "Reactions, comments, shares and clicks on anything of the Page on that day.",
    ),
    "engagement.page_visits_is": (
        "Số lần trang chủ của Trang được mở trong ngày đó.",
        "How often the Page's own page was opened on that day.",
    ),
    # Units, periods
    "engagement.unit_times": ("lượt", "times"),
    "engagement.unit_people": ("người", "people"),
    "engagement.period_lifetime": ("từ khi đăng", "since publication"),
    "engagement.period_day": ("từng ngày", "by day"),
    "engagement.period_now": ("tại lúc đo", "at the moment"),
    # Why a figure is missing
    "engagement.lack_gone": ("bài không còn trên Trang", "the Post is no more on the Page"),
    "engagement.lack_no-permission": ("mã truy cập không có quyền đọc số liệu này", "the token may not read it"),
    "engagement.lack_too-few-likes": (
        "Trang chưa đủ 100 lượt thích nên Facebook chưa cho số liệu này",
        "the Page has fewer than 100 likes, so Facebook does not give it yet",
    ),
    "engagement.lack_not-offered": ("Facebook không còn cung cấp số liệu này", "Facebook does not offer it any more"),
    "engagement.lack_refused": ("Facebook từ chối, không rõ lý do", "Facebook refuses it and does not say why"),
    "engagement.lack_not-yet": ("Facebook chưa có số liệu này", "Facebook does not have it yet"),
    "engagement.lack_unreadable": ("Facebook trả về giá trị không đọc được", "Facebook gave what is no number"),
}
