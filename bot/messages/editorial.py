"""What `bot.editorial` says: key -> (Vietnamese, English). Keys begin with "editorial."; both texts have the same placeholders."""

from typing import Final

TABLE: Final[dict[str, tuple[str, str]]] = {
    "editorial.nothing_found": (
        "không có cụm từ nào về cải cách hành chính",
        "no phrase about administrative reform was found",
    ),
    "editorial.damaged": (
        "chữ trong bài có chỗ lỗi bảng mã, máy không đọc được chắc chắn: nên mở bài gốc xem lại",
        "letters of the article are damaged and can't be read with certainty: look at the article itself",
    ),
    "editorial.decided": ("phân loại theo quyết định của biên tập viên {name}", "classified as editor {name} decided"),
    "editorial.counted": ("có cụm từ {phrases}", "found {phrases}"),
    "editorial.against": ("nhưng có cụm từ cho thấy là chuyện khác: {phrases}", "but these speak for another subject: {phrases}"),
    "editorial.not_enough": (
        "chưa đủ căn cứ để coi là tin cải cách hành chính",
        "that is not enough to call it reform news",
    ),
    "editorial.tone": ("sắc thái “{name}” vì có {phrases}", "the tone is “{name}” because of {phrases}"),
    "editorial.turned": (
        "không tính vì lời văn quanh đó đổi nghĩa: {phrases}",
        "not counted, as the words around it change its meaning: {phrases}",
    ),
    "editorial.former_name": ("tên cũ: {name}", "former name: {name}"),
    "editorial.former_district": ("cấp huyện, đã bỏ từ ngày 1/7/2025", "a district, abolished on 1 July 2025"),
    "editorial.bad_line": (
        "Dòng {number} không phải một đối tượng JSON có id và title. Hãy sửa dòng này.",
        "Line {number} is no JSON object with id and title. Mend this line.",
    ),
    "editorial.bad_label": (
        "Dòng {number}: nhãn “{key}” thiếu hoặc sai ({value}). Cần đủ relevant (true hoặc false), fields và topics (danh sách mã, có thể rỗng) và tone (mã hoặc null); xem các mã trong config/reform.yaml.",
        "Line {number}: the label “{key}” is missing or wrong ({value}). All of relevant (true or false), fields and topics (lists of ids, maybe empty) and tone (an id or null) are needed; see the ids in config/reform.yaml.",
    ),
    "editorial.no_text": (
        "Dòng {number}: “{key}” phải là chuỗi ký tự, không phải {value}.",
        "Line {number}: “{key}” must be a text, not {value}.",
    ),
    "editorial.label_without_tone": (
        "Dòng {number}: tin cải cách hành chính (relevant: true) phải có sắc thái (tone): praise, criticism hoặc neutral.",
        "Line {number}: reform news (relevant: true) must have a tone: praise, criticism or neutral.",
    ),
    "editorial.label_of_irrelevant": (
        "Dòng {number}: không phải tin cải cách hành chính (relevant: false) mà lại có “{key}” ({value}); hãy để trống (fields, topics: [], tone: null) hoặc sửa relevant.",
        "Line {number}: no reform news (relevant: false), and yet it has “{key}” ({value}); leave it empty (fields, topics: [], tone: null) or change relevant.",
    ),
    "editorial.label_fields": (
        "Có {count} dòng (dòng đầu tiên: {first}) ghi general cùng lĩnh vực khác, hoặc quá {most} lĩnh vực. Loa không bao giờ trả lời như vậy, nên các dòng ấy luôn bị tính là sai; hãy xem lại nhãn.",
        "In {count} lines (first {first}) general stands beside other fields, or there are more than {most}. Loa never answers so, and these lines count as mistakes; look at their labels.",
    ),
    "editorial.key_slip": (
        "Dòng {number}: không có khóa {key}; có phải “{meant}”? Hãy sửa tên khóa.",
        "Line {number}: there is no key {key}; is “{meant}” meant? Mend the key.",
    ),
    "editorial.id_twice": (
        "Có {count} dòng (dòng đầu tiên: {first}) dùng lại id của một dòng trước. Các tin chỉ phân biệt bằng id trong bản tóm tắt; hãy đặt cho mỗi tin một id riêng.",
        "{count} lines (first {first}) have the id of a line before. The summary tells entries by their ids; give each one of its own.",
    ),
    "editorial.unread_key": (
        "Khóa {key} không được đọc (lần đầu ở {first}, có ở {count} dòng). Nếu là ghi chú của bạn thì không sao; nếu không, hãy sửa thành một trong: {keys}.",
        "The key {key} is not read (first in {first}, in {count} lines). A note of your own does no harm; else make it one of: {keys}.",
    ),
    "editorial.line": ("dòng {number}", "line {number}"),
    "editorial.line_of": ("dòng {number} của {file}", "line {number} of {file}"),
    "editorial.finding": ("{kind} {value} ({where})", "{kind} {value} ({where})"),
    "editorial.finding_noted": ("{kind} {value} ({where}; {note})", "{kind} {value} ({where}; {note})"),
    "editorial.kind_place": ("địa danh", "place"),
    "editorial.kind_agency": ("cơ quan", "agency"),
    "editorial.kind_document": ("văn bản", "document"),
    "editorial.kind_deadline": ("thời hạn", "deadline"),
    "editorial.kind_phone": ("số điện thoại", "phone number"),
    "editorial.kind_identity_card": ("số căn cước hoặc chứng minh nhân dân", "identity card number"),
    "editorial.kind_account": ("số tài khoản ngân hàng", "bank account number"),
    "editorial.kind_email": ("địa chỉ thư điện tử", "e-mail address"),
    "editorial.kind_minor": ("tên trẻ em", "name of a minor"),
    "editorial.kind_encoding": ("lỗi bảng mã", "broken encoding"),
    "editorial.where_title": ("tiêu đề", "headline"),
    "editorial.where_summary": ("tóm tắt", "summary"),
    "editorial.where_body": ("nội dung", "body"),
    "editorial.where_text": ("bài đăng", "text of the Post"),
    "editorial.note_from": ("từ {day}", "from {day}"),
    "editorial.note_no_year": ("không rõ năm", "year not known"),
    "editorial.note_past": ("đã qua khi tin đăng", "past when the entry was published"),
    "editorial.bad_word": (
        "Bảng từ hai tiếng đi kèm Loa hỏng ở dòng {number}. Hãy cài lại Loa, hoặc đặt shipped: false trong reform.yaml.",
        "Loa's list of words is broken at line {number}. Install Loa again, or set shipped: false in reform.yaml.",
    ),
    "editorial.bad_term": (
        "Bảng từ vựng đi kèm Loa hỏng ở dòng {number}. Hãy cài lại Loa, hoặc đặt shipped: false trong reform.yaml.",
        "Loa's vocabulary is broken at line {number}. Install Loa again, or set shipped: false in reform.yaml.",
    ),
    "editorial.bad_model": (
        "Không đọc được phần học máy của bộ phân loại ({why}). Hãy cài lại Loa, hoặc đặt shipped: false trong reform.yaml.",
        "The fitted part of the classifier can't be read ({why}). Install Loa again, or set shipped: false in reform.yaml.",
    ),
    "editorial.confusion": (
        "Sắc thái: hàng là nhãn đúng, cột là máy gán; lẫn biểu dương với phê phán {swaps} lần",
        "Tone: rows as labelled, columns as given; praise and criticism confused {swaps} times",
    ),
    "editorial.calibration_whole": (
        "Độ tin cậy của cả quyết định có thật không (mức, số dòng, độ tin cậy trung bình, tỷ lệ đúng); lệch trung bình {off}",
        "Is the confidence of the whole decision true (bin, lines, mean confidence, share right); off by {off} on average",
    ),
    "editorial.calibration_relevance": (
        "Độ tin cậy của việc có phải tin cải cách hành chính hay không; lệch trung bình {off}",
        "The same for relevance alone; off by {off} on average",
    ),
    "editorial.bands": (
        "Ba mức tin cậy (auto: tự đăng, review: chờ biên tập viên, ignore: bỏ qua)",
        "The three bands (auto: goes out by itself, review: waits for an editor, ignore: goes no further)",
    ),
    "editorial.band": (
        "  {band} {lines} dòng: nhận nhầm tin {error}, tính cả sắc thái {decision}; {share} là tin cải cách hành chính ({covers} số tin ấy); sai sắc thái {wrong_tone}, lẫn khen chê {swaps}",
        "  {band} {lines} lines: relevance wrong {error}, with tone {decision}; {share} is reform news ({covers} of all of it); wrong tone {wrong_tone}, praise and criticism confused {swaps}",
    ),
    "editorial.flatters": (
        "  (Với tin mà phần học máy đã học, các con số này đẹp hơn thực tế: xem docs/editorial.md.)",
        "  (Of entries that the fitted part has learnt from, these figures flatter: see docs/editorial.md.)",
    ),
    "editorial.worst": ("Những chỗ sai mà máy chắc nhất:", "The surest mistakes:"),
    "editorial.mistake_missed": ("bỏ sót", "missed"),
    "editorial.mistake_false_alarm": ("nhận nhầm", "false alarm"),
    "editorial.mistake_tone": ("sắc thái {wanted} bị gán thành {given}", "{wanted} taken for {given}"),
    "editorial.mistake_fields": ("lĩnh vực {wanted} bị gán thành {given}", "fields {wanted} taken for {given}"),
    "editorial.mistake_topics": ("chủ đề {wanted} bị gán thành {given}", "topics {wanted} taken for {given}"),
    "editorial.no_mistake": ("    không có", "    none"),
    "editorial.no_lines": ("Tệp không có dòng nào để so sánh.", "The file has no line to compare."),
    "editorial.forget_too_little": (
        "Hãy nêu đầy đủ: họ và tên (ít nhất hai chữ), số có ít nhất 8 chữ số, hoặc địa chỉ thư điện tử; ít hơn thì sẽ che nhầm nhiều chỗ khác.",
        "Give all of it: a whole name (two words at least), a number of 8 digits at least, or an e-mail address; less would mask much else.",
    ),
}
