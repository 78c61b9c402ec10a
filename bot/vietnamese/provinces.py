"""The names of the provinces, those before July 2025 included, and the ways in which newspapers spell them."""

from typing import Final

PROVINCES: Final = tuple(
    name.strip()
    for name in (
        "Hồ Chí Minh, Hà Nội, Đà Nẵng, Hải Phòng, Cần Thơ, Huế, Thừa Thiên Huế, An Giang, Bà Rịa Vũng Tàu, Bạc Liêu, Bắc Giang, Bắc Kạn, Bắc Ninh, "
        "Bến Tre, Bình Dương, Bình Định, Bình Phước, Bình Thuận, Cà Mau, Cao Bằng, Đắk Lắk, Đăk Lăk, Đắc Lắc, Đắk Nông, Đăk Nông, Đắc Nông, "
        "Điện Biên, Đồng Nai, Đồng Tháp, Gia Lai, "
        "Hà Giang, Hà Nam, Hà Tĩnh, Hải Dương, Hậu Giang, Hòa Bình, Hưng Yên, Khánh Hòa, Kiên Giang, Kon Tum, Lai Châu, Lạng Sơn, Lào Cai, Lâm Đồng, "
        "Long An, Nam Định, Nghệ An, Ninh Bình, Ninh Thuận, Phú Thọ, Phú Yên, Quảng Bình, Quảng Nam, Quảng Ngãi, Quảng Ninh, Quảng Trị, Sóc Trăng, "
        "Sơn La, Tây Ninh, Thái Bình, Thái Nguyên, Thanh Hóa, Tiền Giang, Trà Vinh, Tuyên Quang, Vĩnh Long, Vĩnh Phúc, Yên Bái"
    ).split(",")
)
OF_HO_CHI_MINH: Final = ("HCM", "Sài Gòn")
"""Other names of the city."""
