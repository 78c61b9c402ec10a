"""What `bot.store` says: key -> (Vietnamese, English). Keys begin with "store."; both texts have the same placeholders."""

from typing import Final

TABLE: Final[dict[str, tuple[str, str]]] = {
    "store.bad_url": (
        "Địa chỉ cơ sở dữ liệu (database.url) không đúng dạng. Ví dụ đúng: sqlite:///data/loa.db hoặc postgresql://loa@máy/loa.",
        "The database address (database.url) is malformed. Right, for instance: sqlite:///data/loa.db or postgresql://loa@host/loa.",
    ),
    "store.unusable": (
        "Không dùng được cơ sở dữ liệu {where}: {why}. Hãy kiểm tra quyền ghi thư mục, hoặc máy chủ cơ sở dữ liệu có đang chạy.",
        "The database {where} can't be used: {why}. Check the folder's rights, or whether the database server runs.",
    ),
    "store.locked": (
        "Cơ sở dữ liệu {where} đang bị chương trình khác khóa ({why}). Việc chưa làm sẽ được làm lại; nếu kéo dài, hãy đóng chương trình đang mở tệp đó.",
        "The database {where} is locked by another program ({why}). What was not done will be tried again; if it lasts, close the program that has it open.",
    ),
    "store.full": (
        "Không ghi được vào {where} vì hết chỗ ({why}). Hãy giải phóng dung lượng đĩa.",
        "Can't write to {where}: no room ({why}). Free some disk space.",
    ),
    "store.not_a_database": (
        "Tệp {where} không phải cơ sở dữ liệu hoặc đã hỏng ({why}). Hãy khôi phục bản sao lưu, hoặc sửa database.url.",
        "The file {where} is no database, or damaged ({why}). Restore a backup, or change database.url.",
    ),
    "store.newer": (
        "Cơ sở dữ liệu {where} do phiên bản Loa mới hơn tạo ra (lược đồ {revision}). Hãy cập nhật Loa rồi chạy lại.",
        "The database {where} was made by a newer Loa (schema {revision}). Update Loa and start again.",
    ),
    "store.backup_by_its_own_tools": (
        "PostgreSQL có công cụ sao lưu riêng: hãy dùng pg_dump.",
        "PostgreSQL has its own tools for backups: use pg_dump.",
    ),
    "store.no_feed": ("Không có nguồn tin tên “{name}”.", "There is no feed named “{name}”."),
    "store.no_entry": (
        "Không có tin mã “{key}”. Xem lại mã bằng lệnh queue hoặc why.",
        "There is no entry “{key}”. Look the key up with queue or why.",
    ),
    "store.no_post": (
        "Không có bài mã “{key}”. Xem danh sách bằng lệnh queue.",
        "There is no Post “{key}”. See the list with queue.",
    ),
    "store.entry_moved_on": (
        "Tin {entry} vừa được thay đổi ở nơi khác. Hãy xem lại bằng lệnh why rồi quyết định.",
        "Entry {entry} has just been changed elsewhere. Look again with why, then decide.",
    ),
    "store.same_article": (
        "Tin {entry} vừa được lưu từ nguồn khác (tin {other}). Hãy thử lại.",
        "Entry {entry} has just been stored from elsewhere (entry {other}). Try again.",
    ),
    "store.article_on_page": (
        "Bài của tin {entry} đã có trên Trang {page}, hoặc đang chờ đăng ở đó: xem bài {post} bằng lệnh show.",
        "The article of entry {entry} is on Page {page} already, or waits to get there: see Post {post} with show.",
    ),
    "store.slot_taken": (
        "Khung giờ {due_at} của Trang {channel} vừa có bài khác chiếm. Hãy thử lại.",
        "The slot {due_at} of Page {channel} has just been taken. Try again.",
    ),
    "store.illegal_move": (
        "Bài {post} đang ở trạng thái “{before}” nên không thể chuyển sang “{after}”.",
        "Post {post} is {before} and can't become {after}.",
    ),
    "store.moved_on": (
        "Bài {post} vừa được thay đổi ở nơi khác. Hãy xem lại bằng lệnh show rồi quyết định.",
        "Post {post} has just been changed elsewhere. Look again with show, then decide.",
    ),
    "store.too_many": (
        "Cầu dao an toàn của Trang {channel}: đã có {most} lần đăng trong một giờ. Bài sẽ tự đăng khi qua giờ đó (limits.most_per_hour).",
        "Circuit breaker of Page {channel}: {most} attempts within an hour. The Post goes out by itself when that hour has passed (limits.most_per_hour).",
    ),
    "store.not_on_page": (
        "Bài {post} không có trên Trang (hiện là {state}).",
        "Post {post} is not on the Page (it is {state}).",
    ),
    "store.step_under_way": (
        "Bài {post} đang có việc cùng loại được thực hiện. Hãy thử lại sau ít phút.",
        "A step of this kind is just being done to Post {post}. Try again in a few minutes.",
    ),
    "store.illegal_step": (
        "Việc của bài {post} đang ở trạng thái “{before}” nên không thể chuyển sang “{after}”.",
        "The step of Post {post} is {before} and can't become {after}.",
    ),
    "store.no_picture": (
        "Không còn ảnh {digest} trong cơ sở dữ liệu. Hãy khôi phục bản sao lưu, hoặc bỏ bài này (reject).",
        "The picture {digest} is not in the database. Restore a backup, or reject the Post.",
    ),
    "store.no_dictionary": (
        "Không đọc được tệp dictionary.tsv đi kèm Loa ({why}). Hãy cài lại Loa.",
        "The file dictionary.tsv that belongs to Loa can't be read ({why}). Install Loa again.",
    ),
}
