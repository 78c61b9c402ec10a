"""What `bot.settings` says: key -> (Vietnamese, English). Keys begin with "settings."; both texts have the same placeholders."""

from typing import Final

TABLE: Final[dict[str, tuple[str, str]]] = {
    "settings.shipped_unreadable": (
        "Không đọc được tệp {name} đi kèm Loa ({why}). Hãy cài lại Loa, hoặc đặt shipped: false trong reform.yaml.",
        "The file {name} that belongs to Loa can't be read ({why}). Install Loa again, or set shipped: false in reform.yaml.",
    ),
    "settings.not_patchable": (
        "Không viết được đề xuất thành bản vá cho {path}: tệp có cách viết mà Loa không chèn vào được. Hãy sửa tay theo danh sách ở trên.",
        "The proposals can't be written as a patch of {path}: the file has a form that Loa can't insert into. Edit it by hand, by the list above.",
    ),
    "settings.patch_unreadable": ("Không đọc được {path}: {why}.", "{path} can't be read: {why}."),
    "settings.invalid": ("Cài đặt có {count} lỗi:\n{faults}", "The settings have {count} faults:\n{faults}"),
    # Files
    "settings.absent": ("không thấy tệp này; hãy kiểm tra tên và thư mục", "the file is missing; check its name and folder"),
    "settings.unreadable": ("không đọc được tệp ({why}); hãy kiểm tra quyền đọc", "the file can't be read ({why}); check its rights"),
    "settings.too_large": (
        "tệp lớn hơn {megabytes} MB nên không phải tệp cài đặt",
        "the file is larger than {megabytes} MB, so it is no settings file",
    ),
    "settings.empty": ("tệp trống; hãy chép lại từ bản gốc", "the file is empty; copy it again from the original"),
    "settings.utf16": (
        "tệp được lưu ở dạng UTF-16 (“Unicode” trong Notepad); hãy chọn Lưu thành… → Mã hóa: UTF-8",
        "the file is saved as UTF-16 (“Unicode” in Notepad); choose Save as… → Encoding: UTF-8",
    ),
    "settings.legacy_encoding": (
        "tệp được lưu ở bảng mã cũ windows-1258; hãy lưu lại ở dạng UTF-8",
        "the file is saved in the old encoding windows-1258; save it again as UTF-8",
    ),
    "settings.not_utf8": ("tệp không phải UTF-8 ở chỗ này; hãy lưu lại ở dạng UTF-8", "the file is not UTF-8 here; save it again as UTF-8"),
    # YAML
    "settings.no_number_place": (
        "“{value}” phải có đúng một chỗ cho số, viết là {{number}}; ví dụ: {{number}}/BC-TTVH",
        "“{value}” must hold the number's place {{number}} exactly once, as in {{number}}/BC-TTVH",
    ),
    "settings.kept_too_short": (
        "“{value}” quá ngắn: phải giữ ít nhất {least}; bỏ trống là giữ mãi",
        "“{value}” is too short: at least {least}; leave it out to keep everything",
    ),
    "settings.tab": ("dùng phím Tab để thụt dòng; hãy thay bằng dấu cách", "a tab is used for indentation; use blanks instead"),
    "settings.duplicate_key": (
        "khóa “{key}” đã có ở dòng {first}; hãy giữ một và xóa một",
        "the key “{key}” stands already in line {first}; keep one and delete the other",
    ),
    "settings.yaml_colon": (
        "thừa dấu hai chấm, hoặc thụt dòng sai; nếu dấu hai chấm thuộc nội dung, hãy đặt cả giá trị trong dấu nháy",
        "a colon too many, or wrong indentation; if the colon belongs to the text, put the value into quotes",
    ),
    "settings.yaml_no_colon": ("thiếu dấu hai chấm và dấu cách sau tên khóa", "the colon and blank after the key are missing"),
    "settings.yaml_quote": ("mở dấu nháy mà chưa đóng; hãy thêm dấu nháy đóng", "a quote is opened and not closed; add the closing one"),
    "settings.yaml_indent": (
        "thụt dòng không thẳng hàng, hoặc thiếu dấu đóng ngoặc; các khóa cùng cấp phải thẳng cột",
        "the indentation is uneven, or a bracket is not closed; keys of one level stand in one column",
    ),
    "settings.yaml_brackets": (
        "trong ngoặc {{ }} hoặc [ ] mở ở đây có chỗ sai: thiếu ngoặc đóng hay dấu nháy đóng, thiếu dấu phẩy giữa hai mục, hoặc nội dung có dấu hai chấm, dấu # hay dấu nháy mà chưa đặt trọn trong dấu nháy",
        "something is wrong in the brackets {{ }} or [ ] opened here: the closing one, a closing quote or a comma between two items is missing, or a value with a colon, # or quote in it is not in quotes",
    ),
    "settings.yaml_comma": (
        "trong ngoặc {{ }} dấu phẩy ngăn hai mục, nên “{key}” thành một khóa không có giá trị; nếu dấu phẩy thuộc nội dung, hãy đặt cả nội dung trong dấu nháy; phần thập phân thì dùng dấu chấm",
        "in brackets {{ }} a comma parts two items, so “{key}” is a key without a value; if the comma belongs to the value, put the whole value in quotes; a number has a decimal point",
    ),
    "settings.yaml_documents": (
        "dòng “---” chia tệp làm hai, chỉ phần đầu sẽ được đọc; hãy xóa dòng ấy",
        "the line “---” parts the file in two, of which only the first would be read; delete that line",
    ),
    "settings.control_character": (
        "ở đây có một ký tự không nhìn thấy ({code}), thường do chép từ Word; hãy xóa đi rồi gõ lại chỗ này",
        "there is an invisible character here ({code}), as copying from Word leaves; delete it and type this place anew",
    ),
    "settings.yaml_alias": (
        "dùng dấu & hoặc * của YAML (bí danh) hoặc lồng quá sâu; hãy viết lại nội dung, hoặc đặt trong dấu nháy nếu là chữ",
        "a YAML alias (& or *) or too deep nesting; write the content out, or quote it if it is text",
    ),
    "settings.yaml_tag": ("dùng thẻ YAML riêng ({tag}), không được phép; hãy bỏ thẻ này", "a YAML tag ({tag}) is not allowed; remove it"),
    "settings.yaml_key": ("tên khóa phải là chữ", "a key must be text"),
    "settings.yaml_broken": ("cú pháp YAML sai: {why}", "broken YAML: {why}"),
    "settings.not_a_mapping": ("tệp phải gồm các dòng dạng “khóa: giá trị”", "the file must be made of “key: value” lines"),
    # Keys and values
    "settings.missing_key": ("thiếu khóa bắt buộc “{key}”; hãy thêm vào", "the required key “{key}” is missing; add it"),
    "settings.unknown_key": ("không có khóa nào tên “{key}”.{hint}", "there is no key “{key}”.{hint}"),
    "settings.no_value": ("để trống; hãy điền giá trị, hoặc xóa dòng này", "empty; give a value, or delete the line"),
    "settings.did_you_mean": (" Có phải ý bạn là “{word}”?", " Did you mean “{word}”?"),
    "settings.want_text": (
        "“{value}” phải là chữ; nếu là số, hãy đặt trong dấu nháy",
        "“{value}” must be text; if it is a number, put it into quotes",
    ),
    "settings.want_whole_number": ("“{value}” phải là số nguyên", "“{value}” must be a whole number"),
    "settings.want_number": ("“{value}” phải là số; phần thập phân dùng dấu chấm", "“{value}” must be a number, with a decimal point"),
    "settings.want_true_or_false": ("“{value}” phải là true hoặc false", "“{value}” must be true or false"),
    "settings.want_list": (
        "“{value}” phải là danh sách: mỗi mục một dòng bắt đầu bằng “- ”, hoặc [a, b]",
        "“{value}” must be a list: an item a line, beginning with “- ”, or [a, b]",
    ),
    "settings.want_mapping": (
        "“{value}” phải gồm các dòng “khóa: giá trị” thụt vào trong",
        "“{value}” must be made of indented “key: value” lines",
    ),
    "settings.want_one_of": ("“{value}” không dùng được; hãy chọn một trong: {allowed}.{hint}", "“{value}” is none of: {allowed}.{hint}"),
    "settings.too_small": ("“{value}” quá nhỏ; ít nhất là {limit}", "“{value}” is too small; at least {limit}"),
    "settings.not_above": ("“{value}” quá nhỏ; phải lớn hơn {limit}", "“{value}” is too small; it must be more than {limit}"),
    "settings.too_big": ("“{value}” quá lớn; nhiều nhất là {limit}", "“{value}” is too big; at most {limit}"),
    "settings.too_few": ("cần ít nhất {limit} mục", "at least {limit} items are needed"),
    "settings.too_many": ("nhiều nhất {limit} mục", "at most {limit} items"),
    "settings.text_too_short": ("quá ngắn; cần ít nhất {limit} ký tự", "too short; at least {limit} characters"),
    "settings.text_too_long": ("quá dài; nhiều nhất {limit} ký tự", "too long; at most {limit} characters"),
    "settings.bad_form": ("“{value}” không đúng dạng. {example}", "“{value}” has the wrong form. {example}"),
    "settings.form_any": ("Hãy xem ví dụ trong tệp mẫu.", "See the example in the sample file."),
    "settings.form_name": (
        "Tên chỉ gồm chữ thường không dấu, số, gạch nối; ví dụ: cong-thong-tin",
        "A name has lower-case letters, digits and hyphens only, such as cong-thong-tin",
    ),
    "settings.form_page_id": (
        'Mã Trang chỉ gồm chữ số, đặt trong dấu nháy; ví dụ: "100000000000001"',
        'A Page id has digits only, in quotes, such as "100000000000001"',
    ),
    "settings.form_token": (
        "Ở đây ghi TÊN biến trong .env, ví dụ: FACEBOOK_PAGE_TOKEN",
        "Here stands the NAME of a variable in .env, such as FACEBOOK_PAGE_TOKEN",
    ),
    "settings.form_version": ("Ví dụ: v26.0", "For instance v26.0"),
    "settings.form_url": ("Ví dụ: sqlite:///data/loa.db", "For instance sqlite:///data/loa.db"),
    "settings.form_host": (
        "Ví dụ: 127.0.0.1 (chỉ máy này) hoặc 0.0.0.0 (mọi máy trong mạng)",
        "For instance 127.0.0.1 (this machine only) or 0.0.0.0 (every machine of the network)",
    ),
    "settings.bad_url": (
        "“{value}” không phải địa chỉ http(s) đầy đủ; ví dụ: https://ten-mien.gov.vn/rss",
        "“{value}” is no full http(s) address, such as https://example.gov.vn/rss",
    ),
    "settings.not_a_duration": (
        "“{value}” không phải khoảng thời gian; viết số kèm s, m, h hoặc d, ví dụ 15m (15 phút), 6h (6 giờ), 7d (7 ngày)",
        "“{value}” is no duration; write a number with s, m, h or d, such as 15m, 6h, 7d",
    ),
    "settings.not_a_clock_time": ("“{value}” không phải giờ trong ngày; ví dụ: 07:30", "“{value}” is no time of day, such as 07:30"),
    "settings.not_a_span": (
        "“{value}” không phải khoảng giờ; ví dụ: 21:30-06:30",
        "“{value}” is no span of hours, such as 21:30-06:30",
    ),
    "settings.unknown_slot": (
        "“{value}” không dùng được trong cụm từ; chỉ có <số> (một con số bất kỳ) và <hạng cao>, <hạng giữa>, <hạng thấp> (thứ hạng trên tổng số, như 58/63)",
        "“{value}” can't stand in a phrase; there are only <số> (any number) and <hạng cao>, <hạng giữa>, <hạng thấp> (a rank of so many, such as 58/63)",
    ),
    "settings.no_words": (
        "“{value}” không có chữ nào nên không bao giờ được tìm thấy; hãy viết cụm từ hoặc xóa dòng này",
        "“{value}” has no words, so it would never be found; write a phrase, or delete the line",
    ),
    "settings.phrase_twice": (
        "“{phrase}” ({weight}) trùng với “{other}” ({before}) đã có ở mục này, chỉ một dòng được tính; hãy xóa một trong hai",
        "“{phrase}” ({weight}) is “{other}” ({before}) again, which this list has already, and only one counts; delete one of the two",
    ),
    "settings.unless_apart": (
        "“{context}” không chứa cụm từ “{phrase}” nên không bao giờ có tác dụng; hãy viết cụm dài hơn có “{phrase}” ở trong, hoặc xóa",
        "“{context}” does not hold the phrase “{phrase}”, so it would never do anything; write a longer one that does, or delete it",
    ),
    "settings.unless_same": (
        "giống hệt cụm từ “{phrase}” nên cụm từ này không bao giờ được tính; hãy viết cụm dài hơn, hoặc xóa cụm từ",
        "is the phrase “{phrase}” itself, which would then never count; write a longer one, or delete the phrase",
    ),
    "settings.no_criticism": (
        "thiếu sắc thái criticism: không có nó, tin phê phán sẽ bị coi là tin thường và có thể tự đăng; hãy chép lại phần này từ tệp gốc",
        "the tone criticism is missing: without it criticism would count as neutral news, and might go out by itself; copy this part from the original file",
    ),
    "settings.abbreviation_in_parts": (
        "chữ viết tắt “{value}” phải viết liền, chỉ gồm chữ và số, nếu không sẽ không bao giờ được tìm thấy; hãy ghi {joined} (Loa tự hiểu cả khi bài viết có dấu chấm, phẩy, gạch nối ở giữa)",
        "the abbreviation “{value}” must be one word of letters and digits, or it would never be found; write {joined} (which is found with points, commas and hyphens in it, too)",
    ),
    "settings.unknown_timezone": (
        "không có múi giờ “{value}”; ở Việt Nam là Asia/Ho_Chi_Minh",
        "there is no time zone “{value}”; in Vietnam it is Asia/Ho_Chi_Minh",
    ),
    "settings.never_measured": (
        "không bài nào được đo ở tuổi “{value}” nên báo cáo sẽ không so sánh được gì; hãy chọn một mốc của engagement.ladder, gần nhất là {nearest}",
        "no Post is ever measured at the age “{value}”, so reports could compare nothing; choose an age of engagement.ladder, the nearest is {nearest}",
    ),
    "settings.ladder_not_climbing": ("các mốc đo phải tăng dần", "the ages must climb"),
    "settings.bad_stretch": (
        "mỗi mốc là một tuổi như 6h, hoặc một đoạn như {{every: 1h, until: 1d}}",
        "each is an age such as 6h, or a stretch such as {{every: 1h, until: 1d}}",
    ),
    "settings.stretch_stands_still": ("every phải dài hơn 0, ví dụ: 1h", "every must be longer than nothing, such as 1h"),
    "settings.too_many_rungs": (
        "quá nhiều mốc đo; tổng cộng nhiều nhất {most} mốc, hãy tăng every",
        "too many ages; at most {most} in all, so make every longer",
    ),
    "settings.other": ("“{value}” không dùng được ({why})", "“{value}” can't be used ({why})"),
    # References
    "settings.name_twice": (
        "tên “{name}” đã dùng ở trên; mỗi mục cần một tên riêng",
        "the name “{name}” is used above; each needs its own",
    ),
    "settings.page_twice": (
        "mã Trang {id} đã dùng ở trên; mỗi Trang chỉ được khai báo một lần, nếu không mỗi tin sẽ đăng hai lần",
        "the Page id {id} is used above; a Page stands here once, or every article would be posted twice",
    ),
    "settings.no_such_page": (
        "không có Trang nào tên “{name}”; hiện có: {known}.{hint}",
        "there is no Page “{name}”; there are: {known}.{hint}",
    ),
    "settings.no_such_feed": (
        "không có nguồn tin nào tên “{name}”; hiện có: {known}.{hint}",
        "there is no feed “{name}”; there are: {known}.{hint}",
    ),
    "settings.criticism_said_once": (
        "“auto” là để tin phê phán tự đăng mà không ai xem trước. Nếu thật sự muốn vậy, hãy ghi thêm criticism_unapproved: true trong phần approval; nếu không, đặt lại criticism: hold",
        "“auto” lets criticism go out without anybody having seen it. If that is really wanted, add criticism_unapproved: true to approval; else say criticism: hold",
    ),
    "settings.no_such_tone": (
        "không có sắc thái “{name}”; hiện có: {known}.{hint}",
        "there is no tone “{name}”; there are: {known}.{hint}",
    ),
    "settings.no_such_place": (
        "không có nơi nào tên “{name}” trong danh sách địa danh (places.yaml).{hint}",
        "there is no place “{name}” in the gazetteer (places.yaml).{hint}",
    ),
    "settings.place_of_several": (
        "“{name}” là tên của nhiều nơi; hãy ghi tên hiện nay của nơi cần chọn: {values}",
        "“{name}” is the name of several places; write today's name of the one you mean: {values}",
    ),
    "settings.no_gazetteer": (
        "chưa có danh sách địa danh nên không biết “{name}” là nơi nào; hãy chép places.yaml vào cạnh bot.yaml",
        "there is no gazetteer, so “{name}” is not known; copy places.yaml beside bot.yaml",
    ),
    "settings.no_kind_word": (
        "“{value}” thiếu loại đứng trước tên; loại là một trong: {kinds}",
        "“{value}” lacks its kind before the name, one of: {kinds}",
    ),
    "settings.no_open_slot": (
        "không có khung giờ nào nằm ngoài giờ yên lặng, nên sẽ không bài nào được đăng; hãy sửa slots hoặc quiet_hours",
        "no slot lies outside the quiet hours, so nothing would ever go out; change slots or quiet_hours",
    ),
    "settings.not_a_window": (
        "“{value}” không phải khoảng giờ đăng; hãy viết như 08:00-11:00 every 60m, trong cùng một ngày, cách nhau ít nhất 5m",
        "“{value}” is no window; write it like 08:00-11:00 every 60m, within one day, with steps of at least 5m",
    ),
    "settings.not_days": (
        "“{value}” không phải ngày; hãy viết năm-tháng-ngày như 2026-07-20, hoặc từ ngày đến ngày như 2026-07-20..2026-07-22 (không quá một năm)",
        "“{value}” is no date; write it like 2026-07-20, or from a day to a day like 2026-07-20..2026-07-22 (not more than a year)",
    ),
    "settings.lane_of_all": (
        "quy tắc không nêu điều kiện nào nên sẽ đúng với mọi bài; hãy thêm ít nhất một trong: tones, fields, topics, feeds, words",
        "the rule asks for nothing, so it would fit every Post; add at least one of: tones, fields, topics, feeds, words",
    ),
    "settings.shares_too_big": (
        "các tỷ lệ cộng lại là {total}%, quá 100%; hãy giảm bớt (cộng lại ít hơn 100% thì được)",
        "the shares add up to {total}%, more than 100%; make them smaller (less than 100% in all is fine)",
    ),
    "settings.bands_crossed": (
        "ignore_below ({ignore_below}) phải nhỏ hơn auto_from ({auto_from}): dưới mức thứ nhất thì bỏ qua, từ mức thứ hai thì tự đăng, ở giữa là chờ biên tập viên; có lẽ hai số bị đổi chỗ",
        "ignore_below ({ignore_below}) must be less than auto_from ({auto_from}): below the one an entry is ignored, from the other on it goes out by itself, between them an editor decides; the two may have changed places",
    ),
    # Secrets
    "settings.token_in_yaml": (
        "mã truy cập hoặc mật khẩu bị dán vào tệp YAML; hãy xóa ngay, ghi vào .env, và ở đây chỉ ghi TÊN biến (ví dụ FACEBOOK_PAGE_TOKEN). Mã đã lộ thì nên tạo lại",
        "a token or password is pasted into YAML; delete it now, put it into .env, and write only the variable's NAME here (such as FACEBOOK_PAGE_TOKEN). A leaked token should be made anew",
    ),
    "settings.variable_missing": (
        "chưa có biến {name}; hãy thêm dòng {name}=… vào tệp .env",
        "the variable {name} is missing; add a line {name}=… to the file .env",
    ),
    "settings.variable_empty": (
        "biến {name} đang trống; hãy điền giá trị sau dấu = trong tệp .env",
        "the variable {name} is empty; put its value after = in the file .env",
    ),
    # WebSub
    "settings.alert_no_address": (
        "Biến {name} phải chứa một địa chỉ apprise, ví dụ mailtos://ten:mat-khau@may-chu?to=nguoi-nhan hoặc tgram://ma-bot/ma-nguoi-nhan. Xem docs/alerts.md.",
        "{name} must hold an apprise address, such as mailtos://name:password@server?to=addressee or tgram://bot-token/chat-id. See docs/alerts.md.",
    ),
    "settings.websub_no_secret": (
        "có callback thì phải có secret, là tên biến chứa khóa để hub ký; hãy thêm secret: LOA_WEBSUB_SECRET và ghi vào .env một chuỗi ngẫu nhiên dài",
        "a callback needs a secret, the name of the variable by which hubs sign; add secret: LOA_WEBSUB_SECRET, and a long random text to .env",
    ),
    "settings.websub_callback": (
        "callback phải là địa chỉ https mà hub gọi đến được từ Internet, ví dụ https://loa.example.vn, không kèm tên đăng nhập, dấu ? hay #; http chỉ dùng được với chính máy này (127.0.0.1)",
        "a callback must be an https address that hubs reach from the internet, such as https://loa.example.vn, without a user's name, ? or #; http serves on this machine only (127.0.0.1)",
    ),
    "settings.websub_no_page": (
        "hub gọi đến qua trang biên tập, nhưng trang này đang tắt; hãy đặt web.enabled: true, hoặc bỏ callback",
        "hubs come in through the editors' page, which is switched off; set web.enabled: true, or remove the callback",
    ),
    "settings.websub_secret_short": (
        "giá trị của biến {name} quá ngắn nên có thể bị đoán ra; hãy thay bằng chuỗi ngẫu nhiên dài ít nhất {least} ký tự",
        "the value of the variable {name} is short enough to be guessed; put a random text of at least {least} characters there",
    ),
    # Templates
    "settings.no_default_template": (
        "thiếu mẫu default.j2, là mẫu dùng chung khi sắc thái không có mẫu riêng",
        "the template default.j2 is missing, which serves every tone without one of its own",
    ),
    "settings.template_syntax": ("mẫu sai cú pháp: {why}", "the template is broken: {why}"),
    "settings.template_variable": (
        "không có biến “{name}” trong mẫu; các biến có: {known}.{hint}",
        "there is no “{name}” in templates; there are: {known}.{hint}",
    ),
    "settings.template_include": (
        "mẫu không được gọi tệp khác; hãy chép nội dung vào đây",
        "a template can't call other files; copy the text here",
    ),
    "settings.grace_too_short": (
        "ngắn hơn thời gian một lần gọi Facebook có thể kéo dài (graph.connect_timeout + graph.read_timeout + 1m = {least}), dễ đăng trùng; hãy ghi ít nhất {least}",
        "shorter than a call to Facebook may take (graph.connect_timeout + graph.read_timeout + 1m = {least}), so a Post could go out twice; write at least {least}",
    ),
    "settings.low_contrast": (
        "màu {value} quá nhạt cho chữ trắng (độ tương phản {found}, cần ít nhất 4.5); hãy chọn màu đậm hơn, ví dụ #0b5c8a",
        "the colour {value} is too light for white letters (contrast {found}, at least 4.5 is needed); choose a darker one, such as #0b5c8a",
    ),
    "settings.no_link_place": (
        "“{value}” phải có {{link}} đúng một lần, để đặt liên kết vào đó",
        "“{value}” must have {{link}} exactly once, where the link goes",
    ),
    "settings.bad_selector": (
        "“{value}” không phải bộ chọn CSS dùng được; viết như div.tin, h3 a, #noidung p (không dùng ::text hay XPath). Thử trước bằng: run_bot.py preview URL --list",
        "“{value}” is no usable CSS selector; write it like div.news, h3 a, #content p (no ::text, no XPath). Try it first with: run_bot.py preview URL --list",
    ),
    "settings.identity_of_kind": (
        "nguồn kiểu {kind} không có “{value}” để nhận ra tin; dùng auto (theo liên kết), hoặc title với kind: list",
        "a source of kind {kind} has no “{value}” to tell one item from another; use auto (by the link), or title with kind: list",
    ),
    "settings.too_often": ("“{value}” quá ngắn; ít nhất là {least}", "“{value}” is too short; at least {least}"),
    # How feeds are reached
    "settings.no_network": (
        "“{value}” không phải mạng hay địa chỉ IP; hãy viết như 10.0.0.0/8 hoặc 10.1.2.3, hoặc ghi tên máy chủ",
        "“{value}” is no network and no IP address; write 10.0.0.0/8 or 10.1.2.3, or the name of a host",
    ),
    "settings.ca_absent": (
        "không đọc được tệp chứng chỉ {name}; hãy kiểm tra tên tệp (tính từ thư mục chứa bot.yaml) và quyền đọc",
        "the file of certificates {name} can't be read; check its name (seen from the folder of bot.yaml) and its rights",
    ),
    "settings.ca_broken": (
        "tệp {name} không chứa chứng chỉ dạng PEM (bắt đầu bằng -----BEGIN CERTIFICATE-----); khi xuất từ Windows hãy chọn Base-64 (.CER)",
        "the file {name} holds no certificate in PEM form (-----BEGIN CERTIFICATE-----); when exporting from Windows choose Base-64 (.CER)",
    ),
    "settings.two_proxies": (
        "đã có proxy thì không dùng proxy_from; hãy giữ một trong hai",
        "there is a `proxy` already; keep one of the two",
    ),
    "settings.proxy_no_address": (
        "biến {name} không chứa địa chỉ proxy dạng http://tên:mật-khẩu@máy-chủ:cổng; hãy sửa trong tệp .env",
        "the variable {name} holds no address of a proxy (http://name:password@host:port); mend it in the .env file",
    ),
    "settings.no_ip_address": (
        "“{value}” không phải địa chỉ IP. Ghi địa chỉ của máy chủ trung gian (proxy), ví dụ 127.0.0.1, hoặc để trống.",
        "“{value}” is no IP address. Give that of the reverse proxy, 127.0.0.1 say, or leave it empty.",
    ),
    "settings.not_a_password_hash": (
        "Đây không phải mã băm mật khẩu (không bao giờ ghi mật khẩu ở đây). Hãy chạy: python run_bot.py user password TÊN",
        "This is no hash of a password (and the password itself never stands here). Run: python run_bot.py user password NAME",
    ),
    "settings.name_taken": (
        "Tên “{value}” là của chính Loa trong nhật ký. Hãy đặt tên khác.",
        "“{value}” is what Loa itself is called in the journal. Take another name.",
    ),
    "settings.web_public_url_path": (
        "Trang biên tập phải ở gốc của địa chỉ: https://loa.example.vn, không có gì phía sau.",
        "The editors' page must stand at the root of the address: https://loa.example.vn, with nothing behind it.",
    ),
    "settings.web_key_short": (
        "Giá trị của {name} quá ngắn: cần ít nhất {least} ký tự ngẫu nhiên.",
        "The value of {name} is too short: at least {least} random characters are needed.",
    ),
    "settings.web_no_users": (
        "Người khác sẽ mở được trang biên tập, nhưng chưa có ai để đăng nhập. Hãy thêm người: python run_bot.py user add TÊN --role approver",
        "Others would reach the editors' page, and there is nobody to sign in. Add somebody: python run_bot.py user add NAME --role approver",
    ),
    "settings.web_no_public_url": (
        "Người khác sẽ mở được trang biên tập: hãy ghi địa chỉ họ dùng ở web.public_url, ví dụ https://loa.example.vn",
        "Others would reach the editors' page: give the address they use in web.public_url, https://loa.example.vn say",
    ),
    "settings.web_not_https": (
        "Mật khẩu sẽ đi qua mạng mà ai cũng đọc được. Hãy dùng https, hoặc nếu mạng nội bộ thật sự tin được thì ghi web.secure_cookies: false",
        "Passwords would travel where others can read them. Use https, or, where the network can be trusted, say web.secure_cookies: false",
    ),
    "settings.user_exists": (
        "Đã có người tên “{name}”. Để đổi mật khẩu: python run_bot.py user password {name}",
        "There is a “{name}” already. For another password: python run_bot.py user password {name}",
    ),
    "settings.no_such_user": (
        "Không có ai tên “{name}”. Để thêm: python run_bot.py user add {name} --role editor",
        "There is no “{name}”. To add one: python run_bot.py user add {name} --role editor",
    ),
    "settings.users_unwritable": (
        "Không tự sửa được {path} cho chắc chắn. Hãy thêm --print để in ra các dòng rồi tự chép vào.",
        "{path} can't be changed safely by a program. Add --print, and put the lines in by hand.",
    ),
    "settings.users_unwritten": (
        "Không ghi được {path}: {why}. Hãy sửa quyền của tệp, hoặc thêm --print rồi tự chép vào.",
        "{path} can't be written: {why}. Mend its permissions, or add --print and put the lines in by hand.",
    ),
}
