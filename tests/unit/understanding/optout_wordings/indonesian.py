"""Opt-outs of Indonesian, and what only looks so."""

# ruff: noqa: E501 (texts are read as lists)
from __future__ import annotations

from .grammar import Grammar

INDONESIAN: Grammar = {
    "optout": (
        "{tlg}jangan {kirim} {sms}{lagi}", "{tlg}jangan {kirim} saya {sms}{lagi}", "{tlg}jangan {hubungi} {saya}{lagi}", "{tlg}{berhenti} {kirim} {sms}{lagi}", "{tlg}{berhenti} {menghubungi} {saya}", "{tlg}{berhenti} {mengganggu} {saya}", "{tlg}stop {sms}", "stop {kirim} {sms}", "{tlg}hentikan {sms}", "hentikan pengiriman {sms}", "{tlg}jangan ganggu {saya}{lagi}", "{sayatidak} {terima} {sms}{lagi}", "{sayatidak} {sms}{lagi}", "{sayatidak} dihubungi{lagi}", "{sayatidak} diganggu{lagi}",
        "{gausah} {kirim} {sms}{lagi}", "{gausah} {hubungi} {saya}{lagi}", "{gausah} sms sms lagi", "{tlg}{hapus} {nomor}{daftar}", "{tlg}{keluarkan} {nomor} dari {daftar2}", "keluarkan saya dari {daftar2}", "berhenti langganan", "saya mau berhenti langganan", "unreg", "UNREG", "unsubscribe", "cara berhenti {terima} {sms} gimana", "gimana cara stop {sms} ini", "bagaimana cara {berhenti} {terima} {sms}", "STOP", "stop", "berhenti", "BERHENTI", "stop dong", "udah stop ya", "stop ganggu saya", "biarkan saya tenang", "tolong tinggalkan saya sendiri",
        "cukup {sms}nya", "cukup, jangan {kirim} {sms} lagi", "sudah cukup jangan {hubungi} saya lagi", "{bosan} {terima} {sms}", "{bosan} sama {sms} kalian", "{bosan} {disms} terus, stop", "saya cabut persetujuan saya", "saya tarik izin untuk {hubungi} saya", "saya tidak setuju {disms}", "saya tidak pernah setuju {terima} {sms}, hentikan", "kalian tidak punya izin {kirim} {sms}", "sudah saya bilang jangan {kirim} {sms}", "udah dibilang jangan {hubungi} lagi", "berapa kali saya bilang stop", "kalau {kirim} {sms} lagi saya {lapor}", "sekali lagi {kirim} {sms} saya {lapor}", "{sms} lagi saya {lapor}", "saya blokir", "nomor ini saya blokir ya",
        "akan saya blokir", "lupakan nomor saya", "tidak ada {sms} lagi", "saya larang kalian {hubungi} saya", "mohon tidak {kirim} {sms}{lagi}", "mohon tidak menghubungi saya lagi", "harap tidak mengirim {sms} lagi", "bisa tolong berhenti {kirim} {sms}", "bisa gak jangan {kirim} {sms}{lagi}", "bisa gak sih berhenti {mengganggu}", "lewat surat saja, jangan {sms}", "matikan {sms} ini", "nonaktifkan {sms}", "batalkan langganan {sms}", "jangan pernah {hubungi} saya lagi", "jangan neror terus", "stop neror", "jangan spam", "jgn sms2 lagi", "jgn wa lg", "tdk mau terima sms lg", "gak mau disms lagi", "males terima sms kayak gini, stop",
    ),
    "tlg": ("", "", "tolong ", "mohon ", "tlg ", "pak ", "kak ", "harap ", "please ", "min ", "tolong dong "),
    "kirim": ("kirim", "ngirim", "kirimi", "mengirim", "kirimin", "krm"),
    "sms": ("sms", "pesan", "wa", "chat", "notif", "pesan singkat", "SMS", "notifikasi"),
    "lagi": ("", " lagi", " lg", " lagi ya", " terima kasih", " lagi dong", " lagi pak", " makasih"),
    "hubungi": ("hubungi", "menghubungi", "kontak", "sms", "hub", "chat", "wa", "kirimi"),
    "menghubungi": ("menghubungi", "mengontak", "ngehubungi", "sms", "chat"),
    "mengganggu": ("mengganggu", "ganggu", "gangguin", "meneror"),
    "saya": ("saya", "aku", "gue", "nomor ini", "saya", "kami", "sy"),
    "berhenti": ("berhenti", "stop", "brenti"),
    "sayatidak": ("saya tidak mau", "gak mau", "saya ga mau", "sy tdk mau", "saya nggak mau", "saya tidak ingin", "aku gak mau", "ogah", "saya tidak bersedia"),
    "terima": ("terima", "menerima", "nerima", "dapat"),
    "gausah": ("gak usah", "ga usah", "tidak usah", "tidak perlu", "gausah", "nggak usah", "ga perlu"),
    "hapus": ("hapus", "hapuskan", "delete", "hilangkan", "coret"),
    "keluarkan": ("keluarkan", "hapus", "keluarin", "coret"),
    "nomor": ("nomor saya", "no saya", "nomer saya", "no hp saya", "nomor ini", "data saya", "kontak saya"),
    "daftar": ("", " dari daftar", " dari sistem", " dari database", " sekarang juga"),
    "daftar2": ("daftar", "daftar kalian", "list", "sistem", "database"),
    "bosan": ("bosan", "capek", "muak", "risih", "udah bosen"),
    "disms": ("disms", "dichat", "dihubungi", "di sms", "dikirimi pesan"),
    "lapor": ("lapor polisi", "laporkan", "lapor ojk", "blokir", "tuntut"),
    "other": (
        "jangan berhenti kirim", "jangan berhenti kirim pengingat", "jangan stop sms nya", "tolong terus kirim sms", "saya tidak bilang stop", "saya tidak minta berhenti", "bukan minta berhenti sms", "{anak} saya salah pencet stop", "{anak} saya ketik stop tidak sengaja", "kalau balas stop apa yang terjadi", "stop itu artinya apa", "jangan sering sering sms", "sms nya jangan tiap hari", "seminggu sekali aja sms nya", "kurangi sms nya", "jangan telepon ke kantor", "jangan hubungi saya di tempat kerja", "jangan sms malam malam", "jangan telpon hari minggu", "jangan wa tengah malam",
        "saya berhenti kerja", "sudah berhenti bekerja", "usaha saya berhenti", "gaji berhenti", "hujannya belum berhenti", "dekat halte", "di pemberhentian bus", "akhir bulan saya bayar", "akhir pekan bisa", "batalkan kunjungan", "batal {hari}", "saya mau batalkan janji {hari}", "hapus denda", "tolong hapus bunganya", "hapuskan biaya adminnya", "atm saya diblokir", "rekening saya terblokir", "blok C nomor 5", "rumah saya blok B", "sms tidak masuk", "saya tidak terima sms", "belum ada sms masuk", "sms sudah diterima", "kirim linknya lewat sms", "kirim alamat lewat wa", "kabari saya {hari}", "hubungi saya {hari}",
        "telpon saya {hari}", "sms dulu sebelum datang", "jangan telepon, sms saja", "jangan telpon wa aja", "lebih suka sms", "siapa ini kok sms saya", "sms ini asli?", "tidak paham maksud sms ini", "jangan datang {hari}", "jangan datang ke rumah", "jangan kirim orang", "jangan kirim siapa siapa ke rumah", "tidak usah datang", "gak perlu datang sudah bayar", "uang tidak cukup", "belum cukup uangnya", "sudah tidak ada uang", "gak ada uang lagi", "saya di phk", "sudah bayar", "sudah transfer {hari}", "{hari} bisa", "{hari} boleh", "yang kedua", "hari lain", "salah sambung", "saya tidak punya utang", "hubungi pengacara saya", "bapak saya meninggal",
        "ya", "tidak", "ok", "terima kasih sudah diingatkan", "makasih pesannya", "maaf baru baca sms", "mulai kirim sms lagi", "aktifkan lagi sms nya", "saya mau terima sms lagi", "jangan lupa kabari saya", "jangan lupa bawa kuitansi", "jangan khawatir", "jangan bunyikan bel bayi tidur", "jangan terlambat", "jangan marah", "jangan ganggu ibu saya, hubungi saya saja", "saya keluar kota {hari}", "saya keluar kantor jam lima", "cukup kirim satu orang saja", "cukup {hari} saja", "tutup jam lima", "toko saya tutup", "tutupnya jam 6",
    ),
    "anak": ("anak", "istri", "suami", "adik"),
    "hari": ("jumat", "senin", "besok", "rabu", "minggu depan"),
}  # fmt: skip
