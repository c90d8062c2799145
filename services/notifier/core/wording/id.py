"""Indonesian, with `Bapak/Ibu` and `Anda`. Hours are written with a dot."""

from __future__ import annotations

from .language import LanguageWords, LintWords

INDONESIAN = LanguageWords(
    tag="id",
    name="Indonesian",
    templates={
        "reminder-early": "Halo Bapak/Ibu, saya {officer} dari bank Anda. Angsuran pada rekening Anda belum kami "
        "terima. Jika sudah dibayar, terima kasih. Sulit membayar? Balas 5. Tidak ingin SMS lagi: STOP.",
        "reminder-firm": "Halo Bapak/Ibu, saya {officer} dari bank Anda. Angsuran pada rekening Anda masih belum kami "
        "terima. Mohon dibayar, atau balas 5 agar kita cari jalan bersama. Tidak ingin SMS lagi: STOP.",
        "reminder-last": "Halo Bapak/Ibu, saya {officer} dari bank Anda. Kami belum mendapat kabar tentang rekening "
        "Anda. Mohon hubungi kami, atau balas 5 jika sulit membayar; angsuran yang lebih ringan bisa dibicarakan. "
        "Tidak ingin SMS lagi: STOP.",
        "offer": "{officer} dari bank Anda ingin berkunjung ke rumah untuk membahas rekening Anda. "
        "Kapan bisa?\n{slots}\n"
        "Balas {digits}; 4: waktu lain; 5: sulit membayar. Tidak ingin SMS lagi: STOP.",
        "no-slots": "Terima kasih. Kami belum menemukan waktu yang cocok. {officer} dari bank Anda akan mengusulkan "
        "waktu lain. Sebelum itu tidak ada yang datang.",
        "notice": "Sesuai kesepakatan, {crew} dari bank Anda akan berkunjung pada {window} untuk membicarakan rekening "
        "Anda. Mintalah kode {code}. Waktu lain? Balas 4. Tidak ingin SMS lagi: STOP.",
        "reminder": "Pengingat: {crew} dari bank Anda akan berkunjung pada {window}. Mintalah kode {code}. "
        "Waktu lain? Balas 4. Tidak ingin SMS lagi: STOP.",
        "visit-cancelled": "Kunjungan dari bank Anda tidak jadi dilakukan. Anda tidak perlu melakukan apa pun.",
        "visit-held": "Kunjungan dari bank Anda untuk saat ini ditunda. Tidak ada yang datang tanpa pesan baru.",
        "on-the-way": "Sedang dalam perjalanan ke tempat Anda: {crew} dari bank Anda. "
        "Mintalah kode {code} sebelum membuka pintu.",
        "who-comes": "Kode itu benar: {crew} dari bank Anda akan berkunjung pada {window}, sesuai kesepakatan.",
        "code-unknown": "Tidak ada kunjungan dengan kode itu. Mohon jangan izinkan siapa pun masuk. {officer} dari "
        "bank Anda akan memeriksanya.",
        "missed": "Mohon maaf, tidak ada yang datang pada {window}. Itu kesalahan kami. Tidak ada yang datang "
        "tanpa pesan baru.",
        "agreed": "Dicatat: {window}. {names}Waktu lain? Balas 4. Tidak ingin SMS lagi: STOP.",
        "moved": "Mohon maaf, kami tidak dapat datang pada {window}. Tidak ada yang datang; kami akan mengusulkan "
        "waktu lain.",
        "asked-back": "Untuk memastikan: apakah maksud Anda {window}? Jika benar, balas {number}; 4: waktu lain; "
        "5: sulit membayar. Tidak ingin SMS lagi: STOP.",
        "not-understood": "Maaf, kami belum memahami pesan Anda. {officer} dari bank Anda akan membacanya. "
        "Tidak ingin SMS lagi: STOP.",
        "opt-out-confirmed": "Anda tidak akan menerima SMS lagi dari kami.",
        "hardship": "Terima kasih sudah memberi tahu kami. Kami tidak mengirim pengingat selama {quiet_days} hari. "
        "{officer} dari bank Anda dapat menyepakati angsuran yang lebih ringan dengan Anda.",
        "thanks-paid": "Terima kasih, pembayaran Anda sudah kami terima. Tidak ada lagi yang perlu dibayar.",
        "plan-offer": "Sesuai permintaan Anda, {officer} dari bank Anda dapat menyepakati angsuran yang lebih ringan "
        "dengan Anda. Kami tidak mengirim pengingat selama {quiet_days} hari.",
    },
    closed={
        "hour": "Jam itu di luar jadwal kunjungan kami. Kapan bisa?",
        "day": "Hari itu di luar jadwal kunjungan kami. Kapan bisa?",
    },
    names="Pada {day} kami kabari siapa yang datang. ",
    days=("Sen", "Sel", "Rab", "Kam", "Jum", "Sab", "Min"),
    months=("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des"),
    window="{weekday} {day} {month} {h1}.{m1}-{h2}.{m2}",
    both=" dan ",
    bank="tim layanan",
    colleague="seorang rekan",
    lint=LintWords(
        threat=(
            "sita*", "disita*", "penjara*", "akibat*", "peringatan*", "terakhir", "segera", "harus", "wajib", "tuntut*",
            "gugat*", "denda*", "sanksi*", "ancam*", "daftar hitam", "jika tidak",
        ),
        shame=(
            "malu*", "memalukan", "tidak bertanggung jawab", "tidak jujur", "keluarga Anda", "tetangga*", "atasan*",
            "kecewa*", "mengabaikan", "aib",
        ),
        authority=(
            "pengadilan", "hakim", "hukum*", "pengacara*", "polisi*", "kepolisian", "jaksa*", "pemerintah*",
            "juru sita", "resmi", "OJK", "SLIK", "aparat*",
        ),
        disclosure=(
            "utang*", "hutang*", "pinjam*", "kredit*", "tunggak*", "menunggak", "tagih*", "penagih*", "menagih",
            "jatuh tempo", "terlambat", "macet", "saldo*", "rupiah", "Rp", "cicilan tertunggak",
        ),
        carrier=(
            "BERHENTI", "HENTI", "HENTIKAN", "BATAL", "BATALKAN", "KELUAR", "UNREG", "REG", "DAFTAR", "MULAI", "YA",
            "BANTUAN", "LANJUT",
        ),
    ),
)  # fmt: skip
