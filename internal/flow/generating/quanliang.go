package generating

import (
	"strconv"

	"github.com/xuri/excelize/v2"

	"github.com/sevenfold/sevenfold/internal/render/xlsx"
)

// The partner's Chinese company, as its tax invoices name it.
const (
	chinaSeller      = "七溪云（上海）信息技术有限公司"
	chinaSellerTaxID = "91999999SEVEN0007" // completed by its check digit
)

// writeQuanliang writes the workbook that the Chinese tax platform's 全量发票查询
// exports: one sheet with a row per invoice, one with a row per line, a row of
// totals at the end of both, every number as text. Amounts (金额) are without
// tax. There is no column for a service period: lines count in the month of
// their invoice. Red invoices are negative.
func writeQuanliang(root string, ds []*document) (err error) {
	book := excelize.NewFile()
	defer func() {
		if closed := book.Close(); err == nil {
			err = writing(closed, bookQuanliang.path())
		}
	}()
	heads, lines := quanliangRows(ds)
	for _, s := range []struct {
		name string
		rows [][]string
	}{{"发票基础信息", heads}, {"信息汇总表", lines}} {
		if err := writeSheet(book, s.name, s.rows); err != nil {
			return writing(err, bookQuanliang.path())
		}
	}
	if err := book.DeleteSheet("Sheet1"); err != nil {
		return writing(err, bookQuanliang.path())
	}
	file, err := create(root, bookQuanliang.path())
	if err != nil {
		return err
	}
	book.SetZipWriter(xlsx.Repeatable)
	_, err = book.WriteTo(file)
	if closed := file.Close(); err == nil {
		err = closed
	}
	return writing(err, bookQuanliang.path())
}

func writeSheet(book *excelize.File, name string, rows [][]string) error {
	if _, err := book.NewSheet(name); err != nil {
		return err
	}
	w, err := book.NewStreamWriter(name)
	if err != nil {
		return err
	}
	for i, row := range rows {
		cells := make([]any, len(row))
		for j, c := range row {
			cells[j] = c
		}
		if err := w.SetRow("A"+strconv.Itoa(i+1), cells); err != nil {
			return err
		}
	}
	return w.Flush()
}

func quanliangRows(ds []*document) (heads, lines [][]string) {
	seller := chinaSellerTaxID + string(usccCheck(chinaSellerTaxID))
	heads = [][]string{{"序号", "发票代码", "发票号码", "数电发票号码", "销方识别号", "销方名称", "购方识别号", "购买方名称", "开票日期",
		"金额", "税额", "价税合计", "发票来源", "发票票种", "发票状态", "是否正数发票", "发票风险等级", "开票人", "备注"}}
	lines = [][]string{{"序号", "发票代码", "发票号码", "数电发票号码", "销方识别号", "销方名称", "购方识别号", "购买方名称", "开票日期",
		"税收分类编码", "特定业务类型", "货物或应税劳务名称", "规格型号", "单位", "数量", "单价", "金额", "税率", "税额", "价税合计",
		"发票来源", "发票票种", "发票状态", "是否正数发票", "发票风险等级", "开票人", "备注"}}
	redden := map[*document]bool{}
	for _, d := range ds {
		if d.credits != nil {
			redden[d.credits] = true
		}
	}
	var net, tax cents
	for i, d := range ds {
		status, positive, note := "正常", "是", ""
		if redden[d] {
			status = "已红冲-部分"
		}
		if d.credits != nil {
			positive, note = "否", "被红冲蓝字数电发票号码："+d.credits.number
		}
		buyer := []string{strconv.Itoa(i + 1), "", "", d.number, seller, chinaSeller, d.buyer.taxID, d.buyer.name, d.issued.Format("2006-01-02") + " 10:30:00"}
		tail := []string{"电子发票服务平台", "数电发票（增值税专用发票）", status, positive, "正常", "林七溪", note}
		heads = append(heads, concat(buyer, []string{d.net().String(), d.tax().String(), (d.net() + d.tax()).String()}, tail))
		for _, l := range d.lines {
			buyer[0] = strconv.Itoa(len(lines))
			kind, unit, code := "*信息技术服务*", "项", "3040201010000000000"
			if l.sold.perDay {
				unit = "人天"
			}
			if l.sold.code == "HWD-01" {
				kind, unit, code = "*计算机网络设备*", "台", "1090504000000000000"
			}
			lines = append(lines, concat(buyer, []string{code, "", kind + l.sold.chinese, "", unit, l.quantity(), l.unit.String(),
				l.net.String(), strconv.FormatInt(l.taxRate, 10) + "%", l.tax().String(), (l.net + l.tax()).String()}, tail))
		}
		net, tax = net+d.net(), tax+d.tax()
	}
	blank := make([]string, 8)
	sums := []string{net.String(), tax.String(), (net + tax).String()}
	heads = append(heads, concat([]string{"合计"}, blank, sums, make([]string, 7)))
	lines = append(lines, concat([]string{"合计"}, blank, make([]string, 7), []string{sums[0], "", sums[1], sums[2]}, make([]string, 7)))
	return heads, lines
}

func concat(parts ...[]string) []string {
	var all []string
	for _, p := range parts {
		all = append(all, p...)
	}
	return all
}
